/* Messages between a case and the other process that acts for it: sending and receiving, with descriptors. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "exporters/remote_message.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Room for one descriptor, aligned as the socket's functions want it. */
union control {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr alignment;
};

static bool send_bytes(int socket, const void *bytes, size_t size, int fd)
{
    union control control = {.bytes = {0}};
    struct iovec vector = {.iov_base = (void *)(uintptr_t)bytes, .iov_len = size};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
    if (fd >= 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(header), &fd, sizeof fd);
    }
    ssize_t sent;
    do
        sent = sendmsg(socket, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)size;
}

static int descriptor_of(struct msghdr *message)
{
    int fd = -1;
    struct cmsghdr *header = CMSG_FIRSTHDR(message);
    if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS)
        memcpy(&fd, CMSG_DATA(header), sizeof fd);
    return fd;
}

/* The size of the message, negative when there is none. */
static ssize_t receive_bytes(int socket, void *bytes, size_t size, int *fd)
{
    union control control = {.bytes = {0}};
    struct iovec vector = {.iov_base = bytes, .iov_len = size};
    struct msghdr message = {
        .msg_iov = &vector,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = sizeof control.bytes,
    };
    ssize_t received;
    do
        received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (received < 0 && errno == EINTR);
    *fd = received < 0 ? -1 : descriptor_of(&message);
    return received;
}

/* Whole up to its data, and with as much of that as it says. */
static bool is_whole(ssize_t received, size_t head, uint32_t data_size, int fd)
{
    bool whole =
        received >= (ssize_t)head && data_size <= REMOTE_DATA && (size_t)received == head + data_size;
    if (!whole && fd >= 0)
        close(fd);
    return whole;
}

bool remote_send_request(int socket, const struct remote_request *request, int fd)
{
    return send_bytes(socket, request, offsetof(struct remote_request, data) + request->data_size, fd);
}

bool remote_receive_request(int socket, struct remote_request *request, int *fd)
{
    ssize_t received = receive_bytes(socket, request, sizeof *request, fd);
    return is_whole(received, offsetof(struct remote_request, data), request->data_size, *fd);
}

bool remote_send_answer(int socket, const struct remote_answer *answer, int fd)
{
    return send_bytes(socket, answer, offsetof(struct remote_answer, data) + answer->data_size, fd);
}

bool remote_receive_answer(int socket, struct remote_answer *answer, int *fd)
{
    ssize_t received = receive_bytes(socket, answer, sizeof *answer, fd);
    return is_whole(received, offsetof(struct remote_answer, data), answer->data_size, *fd);
}
