// What libpycharter exports.
#ifndef PYCHARTER_EXPORT_H
#define PYCHARTER_EXPORT_H

#define PYCHARTER_API __attribute__((visibility("default")))

#endif
