#include "evenhand/finder.h"
#include "evenhand/screen_judging.h"

/* The finder sees nothing in it: what rules found here goes. Findings stand in order of place. */
static void take_back(const struct judging *j) {
    struct screen_work *work = j->work;
    size_t first = work->found_count, kept;
    while (first > 0 && work->found[first - 1].sentence + work->found[first - 1].sentences > j->sentence) {
        first--;
    }
    kept = first;
    for (size_t i = first; i < work->found_count; i++) {
        if (work->found[i].sentence > j->sentence) {
            work->found[kept++] = work->found[i];
        }
    }
    work->found_count = kept;
}

static void add(const struct judging *j, int kind, const char *severity) {
    struct screen_finding found = {.by = SCREEN_BY_FINDER,
                                   .kind = kind,
                                   .severity = severity,
                                   .start = j->here.start,
                                   .end = j->here.end};
    screen_keep(j, &found);
}

void screen_consider(const struct judging *j, struct finder *finder) {
    const struct finder_weights *w = &finder->weights;
    struct opinion o = finder_opinion(finder, j->rules, j->work, j->text, j->sentence);
    if (o.any < w->veto) {
        take_back(j);
    }
    for (int kind = 0; kind < FINDER_CATEGORIES; kind++) {
        bool by_rule = (j->work->verdict[j->sentence].found >> kind & 1) != 0;
        bool likely = (kind == o.likeliest && o.any >= w->any) || o.chance[kind] >= w->further;
        if (likely && !by_rule) { /* a rule tells the words that carry the act */
            add(j, kind, o.severity);
        }
    }
}
