/* Messages between a case and the other process that acts for it. Private to remote.c and the other process.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REMOTE_MESSAGE_H
#define HARNESS_REMOTE_MESSAGE_H

/*
 * Over one SOCK_SEQPACKET socket: a request, then its answer. Both are fixed in size up to their data, of
 * which only the bytes that count are sent. A descriptor travels beside the message that needs one. Both ends
 * are the same program, so the layout needs no version.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "exporters/remote.h"
#include "run/recorder.h"

enum { REMOTE_DATA = 32 * 1024, REMOTE_TEXT = RECORDER_TEXT };

enum remote_verb {
    REMOTE_OPEN,   /* data: struct remote_opening. Answer's data: struct exporter_description */
    REMOTE_CREATE, /* type, size, value. Answer's value: the object's number, for all verbs below */
    REMOTE_IMPORT, /* a descriptor, type, size, dedicated in value: an object of the other process's runtime
                    */
    REMOTE_DESTROY,
    REMOTE_EXPORT, /* answer: a descriptor beside it, or with value 1 in the request its number there */
    REMOTE_SIZE,   /* answer's value, and in flag whether dedicated */
    REMOTE_WRITE,
    REMOTE_READ,
    REMOTE_SIGNAL,
    REMOTE_WAIT, /* size: the timeout in nanoseconds. Answer's flag: released */
    REMOTE_VALUE,
    REMOTE_ANSWER,     /* data: struct remote_answering. It is answered when all signals have been */
    REMOTE_COMPLAINTS, /* answer's text; flag: there are any */
};

struct remote_request {
    enum remote_verb verb;
    uint32_t type;
    uint64_t object;
    uint64_t offset;
    uint64_t size;
    uint64_t value;
    uint32_t data_size;
    unsigned char data[REMOTE_DATA];
};

/* How a request went; for all but the first the text says why. */
enum remote_outcome {
    REMOTE_GOOD,
    REMOTE_FAILED,         /* our own side did */
    REMOTE_RUNTIME_FAILED, /* the runtime under test did */
    REMOTE_MISSING,        /* the runtime lacks what it takes */
};

struct remote_answer {
    enum remote_outcome outcome;
    bool flag;
    uint64_t value;
    char text[REMOTE_TEXT];
    uint32_t data_size;
    unsigned char data[REMOTE_DATA];
};

/*
 * fd is -1 where none travels; a received one is the receiver's to close. False when the other end has gone,
 * or sent what is no such message.
 */
bool remote_send_request(int socket, const struct remote_request *request, int fd);
bool remote_receive_request(int socket, struct remote_request *request, int *fd);
bool remote_send_answer(int socket, const struct remote_answer *answer, int fd);
bool remote_receive_answer(int socket, struct remote_answer *answer, int *fd);

#endif
