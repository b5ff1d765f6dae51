/* Keeper, helpers and the questions put to them. A question or answer travels as its length, then its
 * bytes. */
#include "core/doc/box.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "core/ctx/log.h"
#include "core/doc/box_jail.h"

#define LARGE_QUESTION (256u << 10) /* after it memory is given back */
#define MAX_QUESTION (512u << 20)
#define WAIT_SECONDS 60

struct box {
    int keeper;             /* socket to it */
    struct box_ends helper; /* -1: none */
    pid_t pid;              /* of the helper */
    int cpu;                /* that it was told to run on, -1: none yet */
    cpu_set_t usual;        /* processors of this process */
    uint64_t generation;
    int asked; /* of this helper */
};

struct task {
    box_work work;
    int cpu_seconds;
};

/* ---- bytes over a socket ---- */

static bool send_parts(int fd, struct iovec *parts, int n)
{
    while (n > 0) {
        ssize_t sent = writev(fd, parts, n);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return false;
        for (; n > 0 && (size_t)sent >= parts->iov_len; n--, parts++)
            sent -= (ssize_t)parts->iov_len;
        if (n > 0) {
            parts->iov_base = (char *)parts->iov_base + sent;
            parts->iov_len -= (size_t)sent;
        }
    }
    return true;
}

static bool receive(int fd, void *to, size_t len)
{
    char *p = to;

    while (len > 0) {
        ssize_t n = read(fd, p, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        p += n;
        len -= (size_t)n;
    }
    return true;
}

static bool send_message(int fd, const struct iovec *parts, int n)
{
    struct iovec all[BOX_MAX_PARTS + 1];
    uint64_t len = 0;

    for (int i = 0; i < n; i++) {
        all[i + 1] = parts[i];
        len += parts[i].iov_len;
    }
    all[0] = (struct iovec){ &len, sizeof len };
    return send_parts(fd, all, n + 1);
}

/* Most messages are short: length and bytes come with one call. Nobody sends the next message before the answer to this
 * one, so nothing of it can come along. */
static bool receive_message(TALLOC_CTX *mem, int fd, size_t max, void **ret, size_t *ret_len)
{
    char first[8192];
    uint64_t len = 0;
    size_t n = 0;

    while (n < sizeof len) {
        ssize_t got = read(fd, first + n, sizeof first - n);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        n += (size_t)got;
    }
    memcpy(&len, first, sizeof len);
    n -= sizeof len;
    if (len > max || n > len)
        return false;
    *ret = talloc_size(mem, len + 1);
    if (!*ret)
        return false;
    *ret_len = len;
    memcpy(*ret, first + sizeof len, n);
    return receive(fd, (char *)*ret + n, len - n);
}

/* ---- the helper ---- */

static _Noreturn void serve(struct box_ends ends, const struct task *task)
{
    if (!box_jail(&ends))
        _exit(1);
    for (;;) {
        TALLOC_CTX *mem = mem_new(NULL);
        struct iovec parts[BOX_MAX_PARTS];
        void *question = NULL;
        size_t len = 0;
        int n = 0;

        if (!receive_message(mem, ends.in, MAX_QUESTION, &question, &len))
            _exit(0);
        box_jail_clock(task->cpu_seconds); /* stands still while the next question is waited for */
        task->work(mem, question, len, parts, &n);
        if (!send_message(ends.out, parts, n))
            _exit(0);
        talloc_free(mem);
        if (len > LARGE_QUESTION)
            mem_give_back();
    }
}

/* ---- the keeper ---- */

/* A message that carries two descriptors. */
struct parcel {
    struct iovec io;
    _Alignas(struct cmsghdr) char space[CMSG_SPACE(2 * sizeof(int))];
    struct msghdr msg;
};

static void wrap(struct parcel *p, pid_t *helper)
{
    memset(p, 0, sizeof *p);
    p->io = (struct iovec){ helper, sizeof *helper };
    p->msg.msg_iov = &p->io;
    p->msg.msg_iovlen = 1;
    p->msg.msg_control = p->space;
    p->msg.msg_controllen = sizeof p->space;
}

static bool hand_over(int control, struct box_ends ends, pid_t helper)
{
    const int fds[2] = { ends.in, ends.out };
    struct parcel p;
    struct cmsghdr *head;

    wrap(&p, &helper);
    head = CMSG_FIRSTHDR(&p.msg);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof fds);
    memcpy(CMSG_DATA(head), fds, sizeof fds);
    return sendmsg(control, &p.msg, MSG_NOSIGNAL) == sizeof helper;
}

static bool start_helper(int control, const struct task *task)
{
    pid_t keeper = getpid();
    int question[2];
    int answer[2];
    bool good;
    pid_t pid;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, question) != 0 ||
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, answer) != 0)
        return false;
    pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != keeper)
            _exit(0);
        serve((struct box_ends){ question[1], answer[1] }, task);
    }
    close(question[1]);
    close(answer[1]);
    good = pid > 0 && hand_over(control, (struct box_ends){ answer[0], question[0] }, pid);
    close(question[0]);
    close(answer[0]);
    return good;
}

/* Every byte that comes asks for a new helper. */
static _Noreturn void keep(int control, const struct task *task, pid_t parent)
{
    char byte;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(0);
    signal(SIGCHLD, SIG_IGN);
    signal(SIGTERM, SIG_IGN); /* it ends with its parent, which may still finish a request */
    signal(SIGINT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    while (receive(control, &byte, 1) && start_helper(control, task))
        ;
    _exit(0);
}

/* ---- the side that asks ---- */

static const struct box_ends NO_HELPER = { -1, -1 };

static bool is_there(const struct box *b)
{
    return b->helper.in >= 0;
}

static void end_helper(struct box *b)
{
    if (is_there(b)) {
        close(b->helper.in);
        close(b->helper.out);
    }
    b->helper = NO_HELPER;
}

void box_forget(struct box *b)
{
    end_helper(b);
    if (b->keeper >= 0)
        close(b->keeper);
    b->keeper = -1;
}

static int close_box(struct box *b)
{
    box_forget(b);
    return 0;
}

static bool take_over(struct box *b)
{
    char byte = 1;
    struct parcel p;
    const struct cmsghdr *head;
    int fds[2];

    wrap(&p, &b->pid);
    if (send(b->keeper, &byte, 1, MSG_NOSIGNAL) != 1 || recvmsg(b->keeper, &p.msg, MSG_CMSG_CLOEXEC) != sizeof b->pid)
        return false;
    head = CMSG_FIRSTHDR(&p.msg);
    if (!head || head->cmsg_type != SCM_RIGHTS || head->cmsg_len != CMSG_LEN(sizeof fds))
        return false;
    memcpy(fds, CMSG_DATA(head), sizeof fds);
    b->helper = (struct box_ends){ fds[0], fds[1] };
    return true;
}

/* A helper to ask: the one there is, or a new one. */
static bool have_helper(struct box *b)
{
    const struct timeval limit = { .tv_sec = WAIT_SECONDS };

    if (is_there(b) && b->asked < BOX_MAX_QUESTIONS)
        return true;
    end_helper(b);
    if (b->keeper < 0 || !take_over(b))
        return false;
    setsockopt(b->helper.in, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(b->helper.out, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    b->generation++;
    b->asked = 0;
    b->cpu = -1;
    return true;
}

/* ---- on one processor ---- */

/* One of the two always waits for the other: while a question is answered they share a processor, for waking one that
 * sleeps on another takes longer than judging a small file. Where it may not be said they run where they are put. */
static void draw_near(struct box *b)
{
    cpu_set_t here;
    int cpu = sched_getcpu();

    if (cpu < 0 || CPU_COUNT(&b->usual) < 2)
        return;
    CPU_ZERO(&here);
    CPU_SET((size_t)cpu, &here);
    if (cpu != b->cpu)
        sched_setaffinity(b->pid, sizeof here, &here);
    b->cpu = cpu;
    sched_setaffinity(0, sizeof here, &here);
}

static void part(const struct box *b)
{
    if (CPU_COUNT(&b->usual) >= 2)
        sched_setaffinity(0, sizeof b->usual, &b->usual);
}

struct box *box_new(TALLOC_CTX *mem, box_work work, int cpu_seconds)
{
    const struct task task = { work, cpu_seconds };
    struct box *b = mem_zero(mem, struct box);
    pid_t parent = getpid();
    int pair[2];
    pid_t pid;

    b->keeper = -1;
    b->helper = NO_HELPER;
    if (sched_getaffinity(0, sizeof b->usual, &b->usual) != 0)
        CPU_ZERO(&b->usual);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return NULL;
    pid = fork();
    if (pid == 0) {
        close(pair[0]);
        keep(pair[1], &task, parent);
    }
    close(pair[1]);
    b->keeper = pair[0];
    talloc_set_destructor(b, close_box);
    if (pid > 0 && have_helper(b))
        return b;
    talloc_free(b);
    return NULL;
}

uint64_t box_generation(struct box *b)
{
    return have_helper(b) ? b->generation : 0;
}

static bool exchange(TALLOC_CTX *mem, struct box *b, const struct iovec *parts, int n, size_t max, void **ret,
                     size_t *ret_len)
{
    bool answered;

    draw_near(b);
    answered = send_message(b->helper.out, parts, n) && receive_message(mem, b->helper.in, max, ret, ret_len);
    part(b);
    return answered;
}

bool box_ask(TALLOC_CTX *mem, struct box *b, const struct iovec *parts, int n, size_t max, void **ret, size_t *ret_len)
{
    if (!have_helper(b))
        return false;
    b->asked++;
    if (exchange(mem, b, parts, n, max, ret, ret_len))
        return true;
    log_warn(NULL, "box.no_answer", LOG_I("generation", b->generation), LOG_I("asked", b->asked));
    end_helper(b);
    return false;
}
