/* Commands of the program itself, and the seed of core/rules. */
#include "admin/admin.h"

const struct command own_commands[] = {
    { "migrate", "                      stosuje migracje bazy (rola eurzad_owner)", admin_migrate },
    { "seed", "                         wczytuje słowniki: jednostki, wykazy akt, parametry prawa", admin_seed },
    { "demo", "[TERYT [PRZEDROSTEK]]…   zakłada konta pokazowe, hasło „demo”", admin_demo },
    { "ready", "                        czy baza odpowiada i migracje są aktualne", admin_ready },
    { "journal", "verify|export …       sprawdza łańcuchy, drzewa i głowy; zapisuje je do pliku (journal help)",
      admin_journal },
    { "verify", "PLIK… [--profile …] [--trust KATALOG] [--at CZAS] [--format json]  sprawdza podpisy", admin_verify },
    { "trust", "import-dir|import-list|list|end …   komu ufa urząd, do czego i kiedy (trust help)", admin_trust },
    { "oblicz", "MODUŁ [k=v…] | --wektory PLIK  oblicza według prawa i pokazuje przebieg", admin_obliczenie },
    { "partner", "list|add|grant|revoke …       systemy wywołujące usługi SOAP i ich prawa (partner help)",
      admin_partner },
    { NULL, NULL, NULL },
};

const struct seed own_seeds[] = {
    { "parametry prawa", SEED_DICTIONARY, admin_seed_parameters },
    { NULL, SEED_DICTIONARY, NULL },
};
