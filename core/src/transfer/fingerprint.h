// The checksum by which items are compared: everything that is moved, nothing that differs between databases.
#ifndef PYCHARTER_TRANSFER_FINGERPRINT_H
#define PYCHARTER_TRANSFER_FINGERPRINT_H

#include <string>
#include <string_view>

#include "transfer/item.h"

namespace pycharter::transfer {

// Documents byte for byte, or by value where a backend does not keep their text.
enum class Comparison { text, value };

// SHA-256, 64 hexadecimal digits. Throws internal without OpenSSL's libcrypto.
std::string fingerprint(const Item& item, Comparison comparison);
bool same_record(const Record& left, const Record& right, const Form& form, Comparison comparison);
std::string sha256(std::string_view bytes);

}  // namespace pycharter::transfer

#endif
