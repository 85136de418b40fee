/* How a runtime says that it imports DRM objects, and what both sides of a drm_syncobj agree on. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_DRM_OBJECTS_H
#define EXTRES_DRM_OBJECTS_H

/*
 * A drm_syncobj is an object of the kernel, no device's, and any node whose driver has them takes the
 * descriptor of any other. It does not know what it is used as, so that both sides must agree:
 *
 * Timeline: DRM_IOCTL_SYNCOBJ_TIMELINE_SIGNAL and _TIMELINE_WAIT with WAIT_FOR_SUBMIT. A wait for 0 is
 * satisfied: the kernel would take it for a wait for any fence at all.
 *
 * Binary: a signal is DRM_IOCTL_SYNCOBJ_SIGNAL. A wait is DRM_IOCTL_SYNCOBJ_WAIT with WAIT_FOR_SUBMIT,
 * followed by DRM_IOCTL_SYNCOBJ_RESET, by which it consumes the signal: the kernel's wait does not. These are
 * two steps, so at any moment at most one process may wait for a binary semaphore, as Vulkan demands too.
 */

/* The version of what is agreed here. */
#define EXTRES_DRM_VERSION 1

/*
 * Not of any library here: a runtime that imports drm_syncobj descriptors as OPAQUE_FD and TIMELINE_FD
 * semaphores exports a function of this name, which returns EXTRES_DRM_VERSION, so that who makes such
 * objects knows that it may hand them over.
 */
int extres_imports_drm_objects(void);

#endif
