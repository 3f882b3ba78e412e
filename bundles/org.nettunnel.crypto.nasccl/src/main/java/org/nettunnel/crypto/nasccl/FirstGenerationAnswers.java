package org.nettunnel.crypto.nasccl;

import java.util.List;

import org.nettunnel.api.crypto.KnownAnswer;

/// What the original makes of given keys.
final class FirstGenerationAnswers {
    private static final String SOURCE = "the original NASCCL 1.1.1, ";

    static final List<KnownAnswer> ALL = List.of(
            Published.answer(SOURCE + "16 bytes", Published.rising(16), 16, "bb58d1898b25c303a50f40ff4f4c7206"),
            Published.answer(SOURCE + "257 bytes", Published.rising(64), 257, 
                    "711c3b116ec929e0653633a33caeeaa2709c9b08387916f884573d7e03e16aa1e6c8365f92e8b44a8674c4b192e4cc1612f420fc683c02b695ad35b3"
                    + "cc09bfba247f707c5cb24ac5429bc80ef8b1ab57bea5fa3fbd71e2b87617b57e822e082b92d12984debbb7346ba0e58014d688d6c6e97b65322febf3"
                    + "90fe491642437f18ac8eecf9a498d011937388578d991ce8162e7795f3d85978e457c4530c4d3c8afc7769bb41941fe181c3677b541214964113c816"
                    + "efb0e63ce4c49a7f3f193f3db3fedb35c0fc13a35e7b489715d4b4ba751323b8b888e838cc9793cae2be072da717a992e38a63625ca3b18718056556"
                    + "38761e7b0289857c70ff2f54b524ffb9e7"),
            Published.answer(SOURCE + "a key of 120 bytes", Published.pattern(120), 257, 
                    "fb8ddcaf0fe86940f1deccf17a931acf66258ceba6fe66ad99fad84993d8b699f4ee6c86c665e8582279c68285ec8b85a03095440a7ea8a289d9a682"
                    + "747fcfb61d6d704560a0c184e96fc48155b58a25fe94cd5fe5f43649c13aabf84e96c7ac134d0a7118920a194c015a1090532a26449cccbc0d28f67c"
                    + "16b67ec3ef87b19b34c3f18e820f72484721f75a3fc2b61e7d8d7b4a840b1ebccc4870ddcbc9aca0595ba97442159ac79dc3c999f31d07e1436e7c85"
                    + "6e8de964898303d922a0a7d796e26e44d5618413bfdbb701fa83b70b0f05006322c869d245777327858575e039bc8a4864b56510c6bd354dc2dd215b"
                    + "16e9afbdb7669bfbb46bb86064e35db342"));

    private FirstGenerationAnswers() {}
}
