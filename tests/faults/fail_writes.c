/* Fails, or kills at, the n-th call that changes what the disk holds below one folder.

   Loaded by LD_PRELOAD. The process arms it through arm() and reads by counted() how many calls were seen, so that one
   library of calls serves the counting run and every injected run. SQLite, Whoosh and Python all pass through here.
*/
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static char folder[PATH_MAX];
static size_t length;
static long number, nth, failing;
static int with_errno;

/* Watch below `path`. At call `at` fail with `error`, or kill this process where `error` is 0; with `lasting` also fail
   every later call, as a full disk does. `at` of 0 only counts. */
void arm(const char *path, long at, int error, int lasting) {
    number = 0;
    nth = at;
    with_errno = error;
    failing = lasting;
    length = strlen(path);
    memcpy(folder, path, length + 1);
}

long counted(void) { return number; }

static int is_below(const char *path) { return length && strncmp(path, folder, length) == 0; }

static int is_open_below(int fd) {
    char link[64], path[PATH_MAX];
    ssize_t size;
    if (!length) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    size = readlink(link, path, sizeof path - 1);
    if (size <= 0) return 0;
    path[size] = 0;
    return is_below(path);
}

/* Whether this call must fail; errno is set. Does not return where it must kill. */
static int must_fail(void) {
    long now = __sync_add_and_fetch(&number, 1);
    if (!nth || now < nth || (now > nth && !failing)) return 0;
    if (!with_errno) kill(getpid(), SIGKILL);
    errno = with_errno;
    return 1;
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *bytes, size_t size) {
    REAL(write);
    return is_open_below(fd) && must_fail() ? -1 : real(fd, bytes, size);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) {
    REAL(pwrite);
    return is_open_below(fd) && must_fail() ? -1 : real(fd, bytes, size, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
    REAL(pwrite64);
    return is_open_below(fd) && must_fail() ? -1 : real(fd, bytes, size, at);
}

int fsync(int fd) {
    REAL(fsync);
    return is_open_below(fd) && must_fail() ? -1 : real(fd);
}

int fdatasync(int fd) {
    REAL(fdatasync);
    return is_open_below(fd) && must_fail() ? -1 : real(fd);
}

int ftruncate(int fd, off_t size) {
    REAL(ftruncate);
    return is_open_below(fd) && must_fail() ? -1 : real(fd, size);
}

int ftruncate64(int fd, off64_t size) {
    REAL(ftruncate64);
    return is_open_below(fd) && must_fail() ? -1 : real(fd, size);
}

int rename(const char *from, const char *to) {
    REAL(rename);
    return is_below(to) && must_fail() ? -1 : real(from, to);
}

int unlink(const char *path) {
    REAL(unlink);
    return is_below(path) && must_fail() ? -1 : real(path);
}

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    return is_below(path) && must_fail() ? -1 : real(path, mode);
}
