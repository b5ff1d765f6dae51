#!/usr/bin/python3
"""Takes forms that our own signer does not make from tests/corpus: documents that pass under the foreign profile become
originals of the harnesses (good-foreign-*), their roots lie in tests/fuzz/world. The keys are made anew in every run of the
corpus and forgotten with it, so all are taken together. Run by hand: python3 tests/fuzz/take_corpus.py"""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "corpus"), str(HERE.parent / "support")]

import corpus  # noqa: E402
import pki  # noqa: E402

TAKEN = {
    "fuzz_xmlsig": """constant-xpath constant-filter enveloping-base64 enveloping-two enveloping-xml signed-object-before
        signed-key-info legacy-signing-certificate parallel parallel-filter counter long-term-ocsp-delegated long-term-crl
        stamp-two archive key-name-beside cert-chain-with-others content-comment form-exc-c14n11-exc""",
    "fuzz_asic": "asic-e-xades asic-e-xades-legacy asic-e-cades asic-s-xades asic-e-stamp",
    "fuzz_cms": "cms-two cms-p384-sha384 cms-empty-content",
    "fuzz_pdf": "pdf-adobe",
}


def main():
    world = pki.world()
    (HERE / "world" / "root-foreign.der").write_bytes(world.root.der)
    (HERE / "world" / "root-foreign-tsa.der").write_bytes(world.tsa_root.der)
    for harness, names in TAKEN.items():
        for name in names.split():
            case = corpus.CASES[name]
            (HERE / "seeds" / harness / f"good-foreign-{name}.{case.ext}").write_bytes(case.bytes())


if __name__ == "__main__":
    main()
