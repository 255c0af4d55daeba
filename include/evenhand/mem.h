/* Memory that is there or the program is not: on exhaustion these write one line to stderr and exit with
 * FAULT_TRY_AGAIN (a stage's output is published only after it exits 0, so nothing half-made survives). */
#ifndef EVENHAND_MEM_H
#define EVENHAND_MEM_H

#include <stddef.h>

/* Keeps a few megabytes of freed memory for the next record. Call once, before much is allocated. */
void mem_keep(void);

void *mem_alloc(size_t bytes);                         /* zeroed; free() releases */
void *mem_array(size_t count, size_t bytes);           /* zeroed; overflow-checked */
void *mem_grow(void *old, size_t count, size_t bytes); /* realloc, overflow-checked; new part not zeroed */
char *mem_copy(const char *text, size_t len);          /* NUL-terminated copy */
char *mem_string(const char *text);                    /* copy of a string; NULL gives NULL */
char *mem_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void mem_exhausted(void);

#endif
