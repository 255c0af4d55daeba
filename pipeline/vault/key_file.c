#include "evenhand/key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"

#define KEY_FILE_MAX_BYTES ((size_t)4096)
#define KEY_MAX_ARGON2_BYTES ((size_t)1 << 30) /* a forged file must not exhaust this machine */
#define KEY_MAX_ARGON2_OPS 16
#define VARIANT sodium_base64_VARIANT_ORIGINAL

static const char lock_context[] = "evenhand key file";

void key_file_begin(struct key_file *k) {
    *k = (struct key_file){.secret = box_secret(KEY_SECRET_BYTES)};
}

void key_file_end(struct key_file *k) {
    sodium_free(k->secret); /* wipes */
    *k = (struct key_file){.secret = NULL};
}

static char *keys_folder(void) {
    const char *named = getenv("EVENHAND_KEYS");
    if (named && *named)
        return mem_string(named);
    const struct passwd *who = getpwuid(getuid());
    return who ? mem_format("%s/.evenhand/keys", who->pw_dir) : NULL;
}

char *key_file_path(const char *caseload, struct faults *f) {
    char *folder = keys_folder(), *path = folder ? mem_format("%s/%s.key", folder, caseload) : NULL;
    if (!folder)
        (void)fault(f, FAULT_CONFIG, "key", "set EVENHAND_KEYS to the folder of your key files",
                    "your login has no home folder");
    free(folder);
    return path;
}

static bool damaged(const char *path, struct faults *f) {
    return fault(f, FAULT_DATA, path, "put back the copy that its custodian keeps",
                 "this is not a whole evenhand key file");
}

/* Exactly `len` bytes of base64. */
static bool decode(const char *text, unsigned char *out, size_t len) {
    size_t got = 0;
    const char *end = NULL;
    return sodium_base642bin(out, len, text, strlen(text), NULL, &got, &end, VARIANT) == 0 && got == len &&
           *end == '\0';
}

static bool read_secret(struct key_file *k, char *text) {
    char salt[64], box[256];
    int used = 0;
    if (strncmp(text, "secret ", 7) == 0) {
        text[strcspn(text, "\n")] = '\0';
        return k->opened = decode(text + 7, k->secret, KEY_SECRET_BYTES);
    }
    k->locked = true;
    /* NOLINTNEXTLINE(cert-err34-c): out of range is refused below */
    return sscanf(text, "locked %llu %zu %63s %255s %n", &k->ops, &k->bytes, salt, box, &used) == 4 &&
           text[used] == '\0' && k->ops >= crypto_pwhash_OPSLIMIT_MIN && k->ops <= KEY_MAX_ARGON2_OPS &&
           k->bytes >= crypto_pwhash_MEMLIMIT_MIN && k->bytes <= KEY_MAX_ARGON2_BYTES &&
           decode(salt, k->salt, sizeof k->salt) && decode(box, k->box, sizeof k->box);
}

static bool parse(struct key_file *k, char *text) {
    int used = 0;
    return sscanf(text, "evenhand key 1 caseload %32[0-9a-f] custodian %64s %n", k->caseload, k->custodian,
                  &used) == 2 &&
           strlen(k->caseload) == KEY_CASELOAD_BYTES - 1 && used > 0 && read_secret(k, text + used);
}

static bool check_mode(const char *path, struct faults *f) {
    struct stat s;
    if (stat(path, &s) != 0)
        return errno == ENOENT
                   ? fault(f, FAULT_NOT_PERMITTED, path,
                           "put the key file there, or set EVENHAND_KEYS to the folder that holds it; "
                           "another custodian's key opens the vault too",
                           "the vault is sealed, and its key is not here")
                   : fault_errno(f, FAULT_NOT_PERMITTED, path, "cannot look at the key file");
    if (s.st_mode & (S_IRWXG | S_IRWXO))
        return fault(f, FAULT_NOT_PERMITTED, path,
                     "chmod 600 the file; if somebody may have read it, run \"evenhand key rotate\"",
                     "others may read the key (mode %04o)", (unsigned)(s.st_mode & 07777));
    return true;
}

bool key_file_read(const char *path, struct key_file *k, struct faults *f) {
    struct buf text = {0};
    buf_reserve(&text, KEY_FILE_MAX_BYTES); /* never moved while it grows: one place to wipe */
    bool ok = check_mode(path, f) && file_read(path, KEY_FILE_MAX_BYTES - 1, &text, f) &&
              (parse(k, text.data) || damaged(path, f));
    sodium_memzero(text.data, text.cap);
    buf_free(&text);
    return ok;
}

static void encode(struct buf *text, const unsigned char *bytes, size_t len) {
    char out[256];
    buf_add_text(text, sodium_bin2base64(out, sizeof out, bytes, len, VARIANT));
    sodium_memzero(out, sizeof out);
}

static void print(const struct key_file *k, struct buf *text) {
    buf_format(text, "evenhand key 1\ncaseload %s\ncustodian %s\n", k->caseload, k->custodian);
    if (k->locked) {
        buf_format(text, "locked %llu %zu ", k->ops, k->bytes);
        encode(text, k->salt, sizeof k->salt);
        buf_add_char(text, ' ');
        encode(text, k->box, sizeof k->box);
    } else {
        buf_add_text(text, "secret ");
        encode(text, k->secret, KEY_SECRET_BYTES);
    }
    buf_add_char(text, '\n');
}

static bool make_folders(const char *path, struct faults *f) {
    char *folder = mem_string(path);
    bool ok = true;
    for (char *at = folder + 1; ok && (at = strchr(at, '/')); at++) {
        *at = '\0';
        if (mkdir(folder, 0700) != 0 && errno != EEXIST)
            ok = fault_errno(f, FAULT_CANNOT_CREATE, folder, "cannot make the folder for keys");
        *at = '/';
    }
    free(folder);
    return ok;
}

bool key_file_write(const char *path, const struct key_file *k, struct faults *f) {
    struct buf text = {0};
    buf_reserve(&text, KEY_FILE_MAX_BYTES);
    print(k, &text);
    bool ok = make_folders(path, f) && file_write(path, text.data, text.len, f);
    sodium_memzero(text.data, text.cap);
    buf_free(&text);
    return ok;
}

/* The key that a passphrase makes, in locked memory; sodium_free releases. */
static unsigned char *stretch(const struct key_file *k, const char *passphrase, struct faults *f) {
    unsigned char *key = box_secret(BOX_KEY_BYTES);
    if (crypto_pwhash(key, BOX_KEY_BYTES, passphrase, strlen(passphrase), k->salt, k->ops, k->bytes,
                      crypto_pwhash_ALG_ARGON2ID13) == 0)
        return key;
    sodium_free(key);
    (void)fault(f, FAULT_TRY_AGAIN, "passphrase", "close other programs and try again",
                "there is not enough memory to check it (%zu MiB)", k->bytes >> 20);
    return NULL;
}

bool key_file_unlock(struct key_file *k, const char *passphrase, struct faults *f) {
    unsigned char *key = stretch(k, passphrase, f);
    if (!key)
        return false;
    k->opened = box_open(key, lock_context, k->box, sizeof k->box, k->secret);
    sodium_free(key);
    return k->opened || fault(f, FAULT_NOT_PERMITTED, "passphrase", "try again",
                              "this is not the passphrase of %s's key", k->custodian);
}

bool key_file_lock(struct key_file *k, const char *passphrase, struct faults *f) {
    if (!passphrase) {
        k->locked = false;
        return true;
    }
    if (strlen(passphrase) < KEY_PASSPHRASE_MIN)
        return fault(f, FAULT_DATA, "passphrase", "four or five random words are good and easy to keep",
                     "it is shorter than %d characters", KEY_PASSPHRASE_MIN);
    k->ops = crypto_pwhash_OPSLIMIT_MODERATE;
    k->bytes = crypto_pwhash_MEMLIMIT_MODERATE;
    randombytes_buf(k->salt, sizeof k->salt);
    unsigned char *key = stretch(k, passphrase, f);
    if (!key)
        return false;
    box_close(key, lock_context, k->secret, KEY_SECRET_BYTES, k->box);
    sodium_free(key);
    k->locked = true;
    return true;
}
