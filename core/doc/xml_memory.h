/* Memory of libxml2 and xmlsec for large documents: their buffers grow by doubling, and a growing buffer of megabytes is
 * best moved by the kernel (mremap), which copies nothing, takes only what is touched and gives it back at once. */
#ifndef CORE_XML_MEMORY_H
#define CORE_XML_MEMORY_H

/* Before libxml2 allocates anything. Blocks below a megabyte stay malloc's. Without effect under sanitizers, which watch
 * over malloc. */
void xml_memory_init(void);

#endif
