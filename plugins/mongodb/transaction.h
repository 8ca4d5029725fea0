// A transaction of a server that has them.
#ifndef PYCHARTER_MONGODB_TRANSACTION_H
#define PYCHARTER_MONGODB_TRANSACTION_H

#include <functional>

#include "mongodb/connection.h"

namespace pycharter::mongodb {

// Reads and writes between begin and commit see and make one point in time. Not committed, it leaves nothing.
class Transaction {
 public:
  Transaction(Connection& connection, std::string_view doing);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Connection& connection_;
  std::string_view doing_;
};

// Runs the work in a transaction where the server has them, else as it is. A transaction that another one has
// got in the way of has written nothing, so it is run again, a few times; the work must not keep anything of
// a failed try.
void in_transaction(Connection& connection, std::string_view doing, const std::function<void()>& work);

}  // namespace pycharter::mongodb

#endif
