/* eurzad-admin: picks the command. */
#include <stdio.h>
#include <string.h>

#include "admin/admin.h"
#include "core/ctx/app.h"
#include "core/doc/xml.h"
#include "core/serve/start.h"

static const struct command COMMANDS[] = {
    { "migrate", "                      stosuje migracje bazy (rola eurzad_owner)", admin_migrate },
    { "seed", "                         wczytuje słowniki: jednostki, wykazy akt, parametry prawa", admin_seed },
    { "demo", "[TERYT [PRZEDROSTEK]]…   zakłada konta pokazowe, hasło „demo”", admin_demo },
    { "user", "add-clerk|roles|totp …   konta pracowników (user help)", admin_user },
    { "journal", "verify|export …       sprawdza łańcuchy, drzewa i głowy; zapisuje je do pliku (journal help)",
      admin_journal },
    { "drzewo", "zamknij [TERYT] [--dzien DZIEŃ]  zamyka dzienne drzewa poświadczeń", admin_drzewo },
    { "verify", "PLIK… [--profile …] [--trust KATALOG] [--at CZAS] [--format json]  sprawdza podpisy", admin_verify },
    { "trust", "import-dir|import-list|list|end …   komu ufa urząd, do czego i kiedy (trust help)", admin_trust },
    { "oblicz", "MODUŁ [k=v…] | --wektory PLIK  oblicza według prawa i pokazuje przebieg", admin_obliczenie },
    { "partner", "list|add|grant|revoke …       systemy wywołujące usługi SOAP i ich prawa (partner help)",
      admin_partner },
    { "ready", "                        czy baza odpowiada i migracje są aktualne", admin_ready },
};

static int usage(void)
{
    fprintf(stderr, "użycie: eurzad-admin -c PLIK POLECENIE …\n");
    for (size_t i = 0; i < sizeof COMMANDS / sizeof COMMANDS[0]; i++)
        fprintf(stderr, "  %-8s %s\n", COMMANDS[i].name, COMMANDS[i].usage);
    return 2;
}

static int run(struct app *app, int argc, char **argv)
{
    for (size_t i = 0; argc > 0 && i < sizeof COMMANDS / sizeof COMMANDS[0]; i++)
        if (strcmp(argv[0], COMMANDS[i].name) == 0)
            return COMMANDS[i].run(app, argc, argv);
    return usage();
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
