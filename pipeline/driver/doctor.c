#include "evenhand/doctor.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "evenhand/command.h"
#include "evenhand/stream.h"

__attribute__((format(printf, 5, 0))) static void add(struct doctor *d, const char *mark, const char *what,
                                                      const char *how, const char *format, va_list args) {
    char line[1024];
    (void)vsnprintf(line, sizeof line, format, args);
    buf_format(&d->text, "%-5s %-14s %s%s%s\n", mark, what, line, how ? "; " : "", how ? how : "");
}

void doctor_ok(struct doctor *d, const char *what, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add(d, "ok", what, NULL, format, args);
    va_end(args);
}

void doctor_mend(struct doctor *d, const char *what, const char *how, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add(d, "MEND", what, how, format, args);
    va_end(args);
    d->to_mend++;
}

void doctor_hint(struct doctor *d, const char *what, const char *how, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add(d, "hint", what, how, format, args);
    va_end(args);
    d->hints++;
}

bool command_doctor(struct options *o, struct faults *f) {
    struct faults of_plan = FAULTS_NONE;
    struct doctor d = {.caseload = o->caseload, .plan = plan_read(o->caseload, &of_plan)};
    if (!d.plan)
        doctor_mend(&d, "plan.yaml", "evenhand plan check", "cannot be used");
    doctor_folders(&d);
    doctor_key(&d);
    doctor_machine(&d);
    bool ok = write_all(STDOUT_FILENO, d.text.data, d.text.len, "standard output", f);
    buf_free(&d.text);
    if (d.plan)
        plan_free(d.plan);
    return ok && (d.to_mend == 0 || fault(f, FAULT_ANSWER_NO, "doctor", "do what the lines marked MEND say",
                                          "%zu thing%s to mend", d.to_mend, d.to_mend == 1 ? "" : "s"));
}
