#ifndef PYCHARTER_TRANSFER_STORE_TARGET_H
#define PYCHARTER_TRANSFER_STORE_TARGET_H

#include <string>
#include <utility>
#include <vector>

#include "transfer/store_lookup.h"

namespace pycharter::transfer {

class StoreTarget : public Target {
 public:
  StoreTarget(store::Session& session, const Run& run, TransferReport& report);

  void begin(const Inventory& coming) override { coming_ = coming; }
  void write(const std::vector<Item>& items) override;
  void verify() override;
  void finish() override;

 private:
  struct Written {
    Key key;
    std::string fingerprint;
  };

  // Ownership or metadata of a contract that came, or will come, as that of a resource with its id.
  bool is_anothers(const Record& part, const std::string& schema_id) const;
  std::string fingerprint_without_anothers(Stored stored) const;
  void write_contracts(std::vector<Stored> contracts);
  void write_loose(const std::vector<Item>& items);
  void give_ids(std::vector<Stored>& contracts);
  void remove(const Record& record);
  void warn_of_ids(const std::vector<Item>& items);

  store::Session& session_;
  const Run& run_;
  TransferReport& report_;
  StoreReader reader_;
  StoreLookup lookup_;
  const Comparison comparison_;
  Inventory coming_;
  std::vector<Written> written_;
};

}  // namespace pycharter::transfer

#endif
