package org.nettunnel.admin;

import java.io.IOException;

import org.nettunnel.api.node.RequestRefused;

/// One call of an operation, checked and ready to be answered.
///
/// @param id    the path parameter; empty where the path has none
/// @param token the bearer token it came with; empty without one
record Call<Q>(Q body, String id, Caller caller, String token) {

    /// What an operation does.
    interface Action<Q, A> {
        A answer(Call<Q> call) throws Refusal, RequestRefused, IOException;
    }

    @Override
    public String toString() {
        return "Call[id=" + id + ", caller=" + caller.name() + "]";
    }
}
