"""The fences that tools/codecheck guards beside the includes: one file a kind, each a generator of faults as sentences."""
