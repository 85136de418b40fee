/* An exporter in this process and its peer in another one, over a descriptor that is sent between them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "two_processes.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MEMORY_SIZE = 300000, TEXT_SIZE = 64, ANSWER_OFFSET = 270001 };

#define MILLISECONDS UINT64_C(1000000)

static const uint64_t never_nanoseconds = 20 * MILLISECONDS;
static const uint64_t soon_nanoseconds = 10000 * MILLISECONDS;
static const char question[TEXT_SIZE] = "from the exporter";
static const char answer[TEXT_SIZE] = "from the peer";

/* ---- The socket between the two: one byte a turn, and the descriptor ---- */

static bool give_turn(int channel)
{
    return write(channel, "t", 1) == 1;
}

static bool take_turn(int channel)
{
    char byte;
    return read(channel, &byte, 1) == 1;
}

union descriptor_message {
    struct cmsghdr header; /* aligns the bytes */
    char bytes[CMSG_SPACE(sizeof(int))];
};

static bool send_descriptor(int channel, int fd, uint64_t size)
{
    union descriptor_message control = {.bytes = {0}};
    struct iovec part = {.iov_base = &size, .iov_len = sizeof size};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(header), &fd, sizeof fd);
    return sendmsg(channel, &message, 0) == (ssize_t)sizeof size;
}

static int receive_descriptor(int channel, uint64_t *size)
{
    union descriptor_message control = {.bytes = {0}};
    struct iovec part = {.iov_base = size, .iov_len = sizeof *size};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    if (recvmsg(channel, &message, MSG_CMSG_CLOEXEC) != (ssize_t)sizeof *size) {
        return -1;
    }
    int fd = -1;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header != NULL && header->cmsg_type == SCM_RIGHTS) {
        memcpy(&fd, CMSG_DATA(header), sizeof fd);
    }
    return fd;
}

/* ---- What each side does with the object. NULL when all went well, otherwise what did not ---- */

static const char *use_memory_here(const struct exporter_operations *exporter, struct outside *object,
                                   int channel)
{
    char seen[TEXT_SIZE];
    if (!exporter->write(object, 1, question, TEXT_SIZE)) {
        return "writing";
    }
    if (!give_turn(channel) || !take_turn(channel)) {
        return "the peer is gone";
    }
    if (!exporter->read(object, ANSWER_OFFSET, seen, TEXT_SIZE) || memcmp(seen, answer, TEXT_SIZE) != 0) {
        return "the peer's data did not arrive";
    }
    if (!exporter->read(object, 1, seen, TEXT_SIZE) || memcmp(seen, question, TEXT_SIZE) != 0) {
        return "the exporter's own data is gone";
    }
    return NULL;
}

static const char *use_memory_there(const struct peer_operations *operations, struct peer *peer, int channel)
{
    char seen[TEXT_SIZE];
    if (!take_turn(channel)) {
        return "the exporter is gone";
    }
    if (!operations->read(peer, 1, seen, TEXT_SIZE) || memcmp(seen, question, TEXT_SIZE) != 0) {
        return "the exporter's data did not arrive";
    }
    if (!operations->write(peer, ANSWER_OFFSET, answer, TEXT_SIZE)) {
        return "writing";
    }
    return give_turn(channel) ? NULL : "the exporter is gone";
}

static const char *use_semaphore_here(const struct exporter_operations *exporter, struct outside *object,
                                      int channel)
{
    bool released = false;
    if (!take_turn(channel)) { /* the peer's wait is pending */
        return "the peer is gone";
    }
    if (!exporter->signal(object, 5)) {
        return "signalling";
    }
    if (!take_turn(channel)) { /* the peer's wait was released */
        return "the peer is gone";
    }
    if (!exporter->wait(object, 6, never_nanoseconds, &released) || released) {
        return "a signal that nobody made";
    }
    if (!give_turn(channel)) {
        return "the peer is gone";
    }
    return exporter->wait(object, 6, soon_nanoseconds, &released) && released
               ? NULL
               : "the peer's signal did not arrive";
}

static const char *use_semaphore_there(const struct peer_operations *operations, struct peer *peer,
                                       int channel)
{
    bool released = false;
    if (!operations->wait(peer, 5, never_nanoseconds, &released) || released) {
        return "a signal that nobody made";
    }
    if (!give_turn(channel)) {
        return "the exporter is gone";
    }
    if (!operations->wait(peer, 5, soon_nanoseconds, &released) || !released) {
        return "the exporter's signal did not arrive";
    }
    if (!give_turn(channel) || !take_turn(channel)) { /* the exporter's wait is pending */
        return "the exporter is gone";
    }
    return operations->signal(peer, 6) ? NULL : "signalling";
}

/* ---- The two processes ---- */

static bool is_memory(enum extres_handle_type type)
{
    return strcmp(extres_handle_types[type].object, "memory") == 0;
}

static const char *be_peer(const struct peer_operations *operations, const unsigned char *uuid,
                           enum extres_handle_type type, int channel)
{
    uint64_t size = 0;
    int fd = receive_descriptor(channel, &size);
    if (fd < 0) {
        return "no descriptor came";
    }
    struct peer *peer = operations->open(uuid, type, fd, size);
    if (peer == NULL) {
        return "the descriptor cannot be imported";
    }
    const char *reason = is_memory(type) ? use_memory_there(operations, peer, channel)
                                         : use_semaphore_there(operations, peer, channel);
    const char *complaints = operations->complaints(peer);
    if (complaints != NULL) {
        fprintf(stderr, "%s\n", complaints);
        reason = "the validation layer complained";
    }
    operations->close(peer);
    return reason;
}

static const char *be_exporter(const struct exporter_operations *operations, struct exporter *exporter,
                               enum extres_handle_type type, int channel)
{
    struct outside *object = operations->create(exporter, type, MEMORY_SIZE, 0);
    if (object == NULL) {
        return "no object";
    }
    int fd = operations->export_fd(object);
    uint64_t size = is_memory(type) ? operations->memory_size(object) : 0;
    bool sent = fd >= 0 && send_descriptor(channel, fd, size);
    if (fd >= 0) {
        close(fd);
    }
    if (!sent) {
        return "no descriptor was sent";
    }
    const char *reason = is_memory(type) ? use_memory_here(operations, object, channel)
                                         : use_semaphore_here(operations, object, channel);
    operations->destroy(object);
    return operations->complaints(exporter) == NULL ? reason : operations->complaints(exporter);
}

bool two_processes_talk(const struct exporter_operations *exporter, const struct peer_operations *peer,
                        const unsigned char *uuid, enum extres_handle_type type, char *why, size_t why_size)
{
    int channels[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channels) != 0) {
        snprintf(why, why_size, "socketpair failed");
        return false;
    }
    pid_t child = fork();
    if (child == 0) {
        close(channels[0]);
        const char *reason = be_peer(peer, uuid, type, channels[1]);
        if (reason != NULL) {
            fprintf(stderr, "%s\n", reason);
            printf("# in the other process: %s\n", reason);
            fflush(stdout);
        }
        _exit(reason != NULL);
    }
    close(channels[1]);
    char error[256];
    struct exporter *opened = exporter->open(uuid, true, error, sizeof error);
    const char *reason = opened != NULL ? be_exporter(exporter, opened, type, channels[0]) : error;
    snprintf(why, why_size, "%s: %s", reason != NULL ? reason : "the peer failed",
             opened != NULL ? exporter->error(opened) : "");
    if (opened != NULL) {
        exporter->close(opened);
    }
    close(channels[0]); /* a peer that still waits for its turn ends */
    int status = 0;
    waitpid(child, &status, 0);
    return reason == NULL && status == 0;
}
