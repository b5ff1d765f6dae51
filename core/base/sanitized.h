/* Is this build watched by AddressSanitizer? It needs malloc for itself, an address space of its own size and stderr. */
#ifndef CORE_SANITIZED_H
#define CORE_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#endif
