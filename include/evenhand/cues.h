/* Cues: what stands around an ambiguous word and tells whether it is about a person. */
#ifndef EVENHAND_CUES_H
#define EVENHAND_CUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/passage.h"

enum cue {
    CUE_PERSON,  /* a noun for a person follows: "black engineer", "white and Asian kids" */
    CUE_SAID,    /* said of somebody: "I'm straight", "he is black.", "came out as bi" */
    CUE_NOUN,    /* used as a noun: "a veteran who", "the blind" */
    CUE_MANY,    /* plural: "blacks", "seniors" */
    CUE_MINE,    /* my, his, their before it: "my partner" */
    CUE_DEGREE,  /* proud, openly, registered, ex-, non- before it */
    CUE_CAPITAL, /* a capital in the middle of a sentence, not between other capitals */
    CUE_KIN,     /* a word of kinship near by */
    CUE_LISTED,  /* alone between separators in a profile line: "he/him | straight | tea" */
    CUE_LABEL,   /* the value of a label: "Race: black" */
    CUE_NEAR,    /* a sure finding within a few words */
    CUE_THING,   /* a harmless noun follows: "French press" */
    CUE_NAMED,   /* part of a capitalised name: "Christian Bale", "White House" */
    CUE_CODE,    /* in an identifier or behind a bracket, as in "male_db9" */
    CUE_OBJECT,  /* a verb with a harmless object: "retired the old server" */
    CUES
};

extern const char *const cue_names[CUES + 1]; /* NULL ends */

/* Does any of the cues (bits) hold for tokens [from, to)? */
bool cues_hold(const struct passage *p, uint32_t cues, size_t from, size_t to);

#endif
