/* The DRM node through which the kernel's synchronisation objects are used. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_IMPORT_DRM_NODE_H
#define REFERENCE_IMPORT_DRM_NODE_H

/*
 * A descriptor of the first node whose driver has timeline syncobjs, render nodes before others; -1 where
 * there is none. Opened by the first call and kept for the life of the process: not the caller's to close.
 * Any thread.
 */
int drm_node(void);

#endif
