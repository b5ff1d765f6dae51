/* Closing the doors: descriptors, limits, system calls. */
#include "core/doc/box_jail.h"

#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "core/base/sanitized.h"

#define MEMORY (256ul << 20) /* on top of what the process has when it is locked in */
#define CPU_ALL 3600         /* of one helper's whole life */

/* ---- descriptors ---- */

/* The sanitizers report on stderr; otherwise nothing is left but the two ends. */
static bool close_all_but(struct box_ends *ends)
{
    int first = SANITIZED ? 3 : 0;

    /* out of the way first: one of them may lie where the other belongs */
    ends->in = fcntl(ends->in, F_DUPFD, 16);
    ends->out = fcntl(ends->out, F_DUPFD, 16);
    if (dup2(ends->in, first) < 0 || dup2(ends->out, first + 1) < 0)
        return false;
    *ends = (struct box_ends){ first, first + 1 };
    if (SANITIZED) {
        close(0);
        close(1);
    }
    return close_range((unsigned)first + 2, ~0u, 0) == 0;
}

/* ---- limits ---- */

static bool limit(__rlimit_resource_t what, rlim_t value)
{
    const struct rlimit r = { value, value };

    return setrlimit(what, &r) == 0;
}

/* The sanitizers need an address space of their own size. */
static bool limit_memory(void)
{
    unsigned long pages = 0;
    FILE *f = SANITIZED ? NULL : fopen("/proc/self/statm", "re");
    bool good = SANITIZED || (f && fscanf(f, "%lu", &pages) == 1);

    if (f)
        fclose(f);
    return SANITIZED || (good && limit(RLIMIT_AS, pages * (unsigned long)sysconf(_SC_PAGESIZE) + MEMORY));
}

static bool set_limits(void)
{
    return limit_memory() && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, SANITIZED ? RLIM_INFINITY : 0) &&
           limit(RLIMIT_NPROC, 0) && limit(RLIMIT_CPU, CPU_ALL) && limit(RLIMIT_MEMLOCK, 0);
}

void box_jail_clock(int seconds)
{
    const struct itimerval t = { .it_value = { .tv_sec = seconds } };

    setitimer(ITIMER_PROF, &t, NULL);
}

/* ---- system calls ---- */

static int allow_memory(scmp_filter_ctx f)
{
    int bad = 0;

    /* anonymous memory only, and never executable */
    bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                            SCMP_A4(SCMP_CMP_MASKED_EQ, 0xFFFFFFFFu, 0xFFFFFFFFu));
    bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(munmap), 0);
    bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mremap), 0);
    bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(madvise), 0);
    bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(brk), 0);
    return bad;
}

static int allow_others(scmp_filter_ctx f)
{
    static const int calls[] = { SCMP_SYS(read),         SCMP_SYS(write),       SCMP_SYS(readv),
                                 SCMP_SYS(writev),       SCMP_SYS(exit),        SCMP_SYS(exit_group),
                                 SCMP_SYS(futex),        SCMP_SYS(sched_yield), SCMP_SYS(clock_gettime),
                                 SCMP_SYS(gettimeofday), SCMP_SYS(time),        SCMP_SYS(getrandom),
                                 SCMP_SYS(rt_sigreturn), SCMP_SYS(setitimer),   SCMP_SYS(restart_syscall),
                                 SCMP_SYS(getpid),       SCMP_SYS(gettid) };
    static const int sanitizer_calls[] = { SCMP_SYS(sigaltstack), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction) };
    int bad = 0;

    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
        bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 0);
    for (size_t i = 0; SANITIZED && i < sizeof sanitizer_calls / sizeof sanitizer_calls[0]; i++)
        bad |= seccomp_rule_add(f, SCMP_ACT_ALLOW, sanitizer_calls[i], 0);
    return bad;
}

static bool filter(void)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
    bool good = f && allow_memory(f) == 0 && allow_others(f) == 0 && seccomp_load(f) == 0;

    /* after loading only memory is touched */
    if (f)
        seccomp_release(f);
    return good;
}

bool box_jail(struct box_ends *ends)
{
    signal(SIGPROF, SIG_DFL);
    tzset(); /* reads a file, which later nobody may */
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && set_limits() &&
           close_all_but(ends) && filter();
}
