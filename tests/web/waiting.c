#include "waiting.h"

#include <stddef.h>
#include <time.h>

#define WAITING_MAX 256

static struct {
    struct MHD_Connection *request;
    int64_t due; /* ms */
} waiting[WAITING_MAX];
static size_t waiting_count;

static int64_t now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool waiting_add(struct MHD_Connection *request, long ms) {
    if (waiting_count == WAITING_MAX)
        return false;
    waiting[waiting_count].request = request;
    waiting[waiting_count++].due = now_ms() + ms;
    MHD_suspend_connection(request);
    return true;
}

int waiting_resume(bool all) {
    int64_t now = now_ms(), next = -1;
    for (size_t i = 0; i < waiting_count;) {
        int64_t left = waiting[i].due - now;
        if (all || left <= 0) {
            MHD_resume_connection(waiting[i].request);
            waiting[i] = waiting[--waiting_count];
            next = 0;
        } else {
            next = next < 0 || left < next ? left : next;
            i++;
        }
    }
    return (int)next;
}
