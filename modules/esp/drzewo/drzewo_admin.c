/* eurzad-admin drzewo: closes trees by hand; eurzad-jobs does the same every night. */
#include <stdio.h>
#include <string.h>

#include "admin/admin.h"
#include "core/base/clock.h"
#include "core/ctx/app.h"
#include "core/law/date.h"
#include "modules/esp/drzewo/drzewo.h"

static int usage(void)
{
    fprintf(stderr, "użycie: eurzad-admin … drzewo zamknij [TERYT] [--dzien RRRR-MM-DD|dzisiaj]\n"
                    "  bez --dzien: zamyka wszystkie dni przed dzisiejszym\n"
                    "  dzień miniony: zamyka dni do niego włącznie\n"
                    "  dzisiaj: zamyka poprzednie dni i wystawia głowę „w toku” z dotychczasowych poświadczeń\n");
    return 2;
}

/* until: days before this one are closed. */
static bool read_day(const char *text, struct date today, struct date *ret_until, bool *ret_so_far)
{
    struct date day = today;

    if (strcmp(text, "dzisiaj") != 0 && !date_parse(text, &day))
        return false;
    *ret_so_far = date_compare(day, today) == 0;
    *ret_until = *ret_so_far ? today : date_add(day, DATE_DAYS, 1);
    return date_compare(day, today) <= 0;
}

static int drzewo(struct app *app, int argc, char **argv)
{
    const struct date today = date_of(clock_now());
    struct drzewo_wynik w = { 0 };
    struct date until = today;
    const char *jst = NULL;
    bool so_far = false;

    if (argc < 2 || strcmp(argv[1], "zamknij") != 0)
        return usage();
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--dzien") == 0 && i + 1 < argc) {
            if (!read_day(argv[++i], today, &until, &so_far))
                return usage();
        } else if (argv[i][0] != '-' && !jst) {
            jst = argv[i];
        } else {
            return usage();
        }
    }
    if (drzewo_catch_up(app, jst, until, so_far, &w)) {
        fprintf(stderr, "eurzad-admin: drzewo: nie udało się; powód jest w dzienniku powyżej\n");
        return 3;
    }
    printf("drzewo: wystawiono głów %d, podpisano %d, czeka na podpis %d\n", w.made, w.sealed, w.left);
    return w.left ? 1 : 0;
}

const struct command drzewo_commands[] = {
    { "drzewo", "zamknij [TERYT] [--dzien DZIEŃ]  zamyka dzienne drzewa poświadczeń", drzewo },
    { NULL, NULL, NULL },
};
