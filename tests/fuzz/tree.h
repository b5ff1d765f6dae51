/* Mutation of XML as a tree: subtrees are copied, moved, swapped, wrapped, taken from other documents; Ids, URIs,
 * algorithms and namespaces are made to say something else. A fuzzer of bytes alone would hardly ever keep a document
 * well-formed while it moves a signed part. */
#ifndef TESTS_FUZZ_TREE_H
#define TESTS_FUZZ_TREE_H

#include <stddef.h>
#include <stdint.h>

/* libFuzzer's own mutation, used for bytes that are no document and now and then for those that are. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);

/* For LLVMFuzzerCustomMutator(). donor: another document, whose parts may be taken; NULL for none. Needs xml_init(). */
size_t tree_mutate(uint8_t *data, size_t size, size_t max, unsigned seed, const void *donor, size_t donor_len);

/* A harness whose inputs are documents says TREE_MUTATOR once. */
#define TREE_MUTATOR                                                                                                   \
    size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);                             \
    size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)                              \
    {                                                                                                                  \
        return tree_mutate(data, size, max, seed, NULL, 0);                                                            \
    }

#endif
