/* core/doc/box: what runs in the sandbox answers; what tries to get out of it dies, and only it. */
#include "core/doc/box.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- what the helper is asked to do: one letter ---- */

static void try_open(void)
{
    int fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);

    (void)fd;
}

static void try_create(void)
{
    int fd = open("/var/tmp/ucieczka", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    (void)fd;
}

static void try_connect(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    (void)!connect(fd, (struct sockaddr *)&a, sizeof a);
}

static void try_local_socket(void)
{
    (void)!socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static void try_exec(void)
{
    char *const argv[] = { NULL };

    execve("/bin/true", argv, argv);
}

static void try_fork(void)
{
    if (fork() == 0)
        _exit(0);
}

static void try_kill(void)
{
    kill(getppid(), SIGTERM);
}

static void try_executable_memory(void)
{
    (void)!mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void try_forever(void)
{
    for (volatile unsigned i = 0;; i++)
        ;
}

static void try_null(void)
{
    raise(SIGSEGV);
}

static const struct attempt {
    char letter;
    const char *name;
    void (*run)(void);
} ATTEMPTS[] = {
    { 'o', "open", try_open },
    { 'w', "create", try_create },
    { 'c', "connect", try_connect },
    { 'u', "a unix socket", try_local_socket },
    { 'x', "exec", try_exec },
    { 'f', "fork", try_fork },
    { 'k', "kill", try_kill },
    { 'm', "executable memory", try_executable_memory },
    { 'l', "an endless loop", try_forever },
    { '0', "a crash", try_null },
};

/* Anything else is given back. */
static void work(TALLOC_CTX *mem, void *question, size_t len, struct iovec parts[BOX_MAX_PARTS], int *ret_n)
{
    char *copy = mem_dup(mem, question, len);

    for (size_t i = 0; len == 1 && i < sizeof ATTEMPTS / sizeof ATTEMPTS[0]; i++)
        if (ATTEMPTS[i].letter == copy[0])
            ATTEMPTS[i].run();
    parts[0] = (struct iovec){ copy, len };
    *ret_n = 1;
}

static bool ask(TALLOC_CTX *mem, struct box *b, char *text, size_t len, size_t max, char **ret)
{
    void *answer = NULL;
    size_t n = 0;
    bool answered = box_ask(mem, b, &(struct iovec){ text, len }, 1, max, &answer, &n);

    if (answered)
        *ret = mem_strndup(mem, answer, n);
    return answered;
}

static void answers(TALLOC_CTX *mem, struct box *b)
{
    char word[] = "dzień dobry";
    char *back = NULL;

    assert_true(ask(mem, b, word, strlen(word), 100, &back));
    assert_string_equal(back, word);
}

static void it_answers_many_questions(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct box *b = box_new(mem, work, 5);
    uint64_t first;

    (void)state;
    assert_non_null(b);
    first = box_generation(b);
    for (int i = 0; i < 200; i++)
        answers(mem, b);
    assert_int_equal(box_generation(b), first);
}

static void a_large_question_comes_back_whole(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct box *b = box_new(mem, work, 5);
    size_t len = 20u << 20;
    char *text = mem_array(mem, char, len);
    char *back = NULL;

    (void)state;
    memset(text, 'a', len);
    assert_true(ask(mem, b, text, len, len, &back));
    assert_int_equal(strlen(back), len);
}

static void what_tries_to_get_out_dies_and_the_next_answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ATTEMPTS / sizeof ATTEMPTS[0]; i++) {
        MEM_SCOPE(mem, NULL);
        struct box *b = box_new(mem, work, 1);
        uint64_t before = box_generation(b);
        char letter = ATTEMPTS[i].letter;
        char *back = NULL;

        if (ask(mem, b, &letter, 1, 100, &back))
            fail_msg("%s was survived", ATTEMPTS[i].name);
        assert_int_not_equal(box_generation(b), before);
        answers(mem, b);
    }
    assert_int_not_equal(access("/var/tmp/ucieczka", F_OK), 0);
}

static void an_answer_longer_than_agreed_is_none(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct box *b = box_new(mem, work, 5);
    char word[] = "za długa odpowiedź";
    char *back = NULL;

    (void)state;
    assert_false(ask(mem, b, word, strlen(word), 3, &back));
    answers(mem, b);
}

static void helpers_are_replaced_after_many_questions(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct box *b = box_new(mem, work, 5);
    uint64_t first = box_generation(b);

    (void)state;
    for (int i = 0; i <= BOX_MAX_QUESTIONS; i++) {
        MEM_SCOPE(tmp, mem);
        answers(tmp, b);
    }
    assert_int_not_equal(box_generation(b), first);
}

/* The end of the process that asks is the end of keeper and helper: the pipe they would hold open closes. */
static void they_end_with_their_process(void **state)
{
    int pipes[2];
    char byte;
    pid_t pid;

    (void)state;
    assert_int_equal(pipe(pipes), 0);
    pid = fork();
    if (pid == 0) {
        close(pipes[0]);
        _exit(box_new(mem_new(NULL), work, 5) ? 7 : 1);
    }
    close(pipes[1]);
    assert_int_equal(read(pipes[0], &byte, 1), 0);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    close(pipes[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_answers_many_questions),
        cmocka_unit_test(a_large_question_comes_back_whole),
        cmocka_unit_test(what_tries_to_get_out_dies_and_the_next_answers),
        cmocka_unit_test(an_answer_longer_than_agreed_is_none),
        cmocka_unit_test(helpers_are_replaced_after_many_questions),
        cmocka_unit_test(they_end_with_their_process),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
