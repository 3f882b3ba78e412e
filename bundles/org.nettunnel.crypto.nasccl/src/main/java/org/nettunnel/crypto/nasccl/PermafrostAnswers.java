package org.nettunnel.crypto.nasccl;

import java.util.List;

import org.nettunnel.api.crypto.KnownAnswer;

/// What the original makes of given keys: within one table, past its first changes, and with the longer keys that its users had.
final class PermafrostAnswers {
    private static final String SOURCE = "the original Permafrost 2, ";

    static final List<KnownAnswer> ALL = List.of(
            Published.answer(SOURCE + "16 bytes", Published.rising(16), 16, "269d5c372892db35a6d24960a35b06e2"),
            Published.answer(SOURCE + "257 bytes", Published.rising(64), 257, 
                    "837dd6f14ba9534e0511cfd137825665d4690bc3227198574023078a29acb7cc85b7b5b043c2a1bcb60183bbb6231b292d1d64b786121fb55b124540"
                    + "229beec2443308dbb031fd2d58182044052c52863f8c47f387986409562a5bfe163460242cac8a5bac8e22b1947b8185b456b3df0608b556bf926384"
                    + "7aa9e90dacc79a060c51ef00f51c24844b31e4c3c500044f62749bddc34fc0895071d24055984b472bcd759affa692762c9dc1d891c64a0cde57cbe2"
                    + "ea93f3ed9167ea47c32deacc7c63ca538b434272c40979061e732a3b05edcf830fe306ab6b8f3759be11ef625435098b3ac000e2f25a9ebb035201a9"
                    + "7a4a708cc53a31758983ae7be0a1f894c1"),
            Published.answer(SOURCE + "a key of 120 bytes", Published.pattern(120), 257, 
                    "8cab2bca4cd7a501f15dcb3671d0bb5c7128af443676ecd7a14c5d70076c90681401a01ce348d864aa958d89a61916a3df9c1fdc8c9cd2018ccf1d15"
                    + "8b381265e6af9089adfcf2c1c777794cc21d068071131b665ff20763eafb44d8bb30abdcb2cf45fc45e2e0ae59cd9689bcafea94e163f229e0c073ae"
                    + "307481a5008b0a1c5ec4150df1f48219ddfb474f752a69984200418d874fccde4ff740abfcd0ff8586f25f32bd1618d433dd7c88fa8ed682411a52a7"
                    + "a9cec60d5794ba2defb4cbdf04b91a8f7612a75562bdda23efe6d5c739c22063a65e998abf00dcce2e700df290b90cf2ab4a24f866a6a7cc98d38039"
                    + "54b17d83ad0e74930995a6f366c5a06640"));

    private PermafrostAnswers() {}
}
