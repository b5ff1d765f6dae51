/* eurzad-admin: picks the command. */
#include <stdio.h>

#include "admin/admin.h"
#include "core/ctx/app.h"
#include "core/doc/xml.h"
#include "core/serve/start.h"

static int usage(void)
{
    fprintf(stderr, "użycie: eurzad-admin -c PLIK POLECENIE …\n");
    for (const struct command *const *table = all_commands; *table; table++)
        for (const struct command *c = *table; c->name; c++)
            fprintf(stderr, "  %-8s %s\n", c->name, c->usage);
    return 2;
}

static int run(struct app *app, int argc, char **argv)
{
    const char *twice = admin_command_twice(all_commands);
    const struct command *c = argc > 0 ? admin_command(all_commands, argv[0]) : NULL;

    if (twice) {
        fprintf(stderr, "eurzad-admin: polecenie %s jest w programie dwa razy\n", twice);
        return 3;
    }
    return c ? c->run(app, argc, argv) : usage();
}

int main(int argc, char **argv)
{
    int rest = 1;
    struct app *app = app_start("eurzad-admin", "eurzad_admin", argc, argv, &rest);
    int status = 0;

    xml_init();
    status = run(app, argc - rest, argv + rest);
    app_stop(app);
    return status;
}
