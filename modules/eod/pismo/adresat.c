/* Names and addresses as people write them. */
#include "modules/eod/pismo/adresat.h"

#include <string.h>

#include "core/base/utf8.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 66-431, standing alone */
static bool is_code(const char *start, const char *s)
{
    return (s == start || s[-1] == ' ' || s[-1] == ',') && is_digit(s[0]) && is_digit(s[1]) && s[2] == '-' &&
           is_digit(s[3]) && is_digit(s[4]) && is_digit(s[5]) && (s[6] == ' ' || s[6] == '\0');
}

/* The last postal code of the address; NULL when there is none. */
static const char *find_code(const char *s)
{
    const char *found = NULL;

    for (const char *c = s; strlen(c) >= 6; c++)
        if (is_code(s, c))
            found = c;
    return found;
}

static const char *before(TALLOC_CTX *mem, const char *s, const char *end)
{
    while (end > s && (end[-1] == ' ' || end[-1] == ','))
        end--;
    return mem_strndup(mem, s, (size_t)(end - s));
}

struct wzor_osoba adresat_osoba(TALLOC_CTX *mem, const char *nazwa, const char *adres)
{
    const char *name = utf8_one_line(mem, nazwa);
    const char *address = utf8_one_line(mem, adres);
    const char *space = strrchr(name, ' ');
    const char *code = find_code(address);

    return (struct wzor_osoba){
        .imie = space ? mem_strndup(mem, name, (size_t)(space - name)) : "",
        .nazwisko = space ? space + 1 : name,
        .pesel = "",
        .ulica = code ? before(mem, address, code) : address,
        .budynek = "",
        .lokal = "",
        .kod_pocztowy = code ? mem_strndup(mem, code, 6) : "",
        .miejscowosc = code ? utf8_trim(mem, code + 6) : "",
        .telefon = "",
        .email = "",
    };
}
