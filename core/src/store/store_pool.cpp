#include <pycharter/store_pool.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace pycharter {
namespace {

using Clock = std::chrono::steady_clock;

// Longer than anybody waits: beyond 292 years the clock's own unit would overflow.
constexpr std::chrono::milliseconds forever = std::chrono::hours(24 * 365);

std::function<std::unique_ptr<MetadataStore>()> from_url(std::string_view url, const StoreOptions& options) {
  MetadataStore checked(url, options);  // a bad URL is an error now, not at the first checkout
  return [url = std::string(url), options] { return std::make_unique<MetadataStore>(url, options); };
}

std::function<std::unique_ptr<MetadataStore>()> from_configuration() {
  const MetadataStore checked;
  return [] { return std::make_unique<MetadataStore>(); };
}

}  // namespace

class StorePool::State {
 public:
  State(std::function<std::unique_ptr<MetadataStore>()> make, const PoolOptions& options)
      : make_(std::move(make)), options_(options) {
    if (options_.size == 0)
      throw Error(ErrorCode::usage, "A pool of 0 stores can lend none: give it a size of at least 1.");
  }

  // A connected store, which counts as lent until it is given back or dropped.
  std::unique_ptr<MetadataStore> take() {
    auto store = reserve();
    try {
      const bool open = store.idle && store.idle->connected();
      if (open && Clock::now() - store.since > options_.idle_before_check) store.idle->ping();
      if (!store.idle) store.idle = make_();
      if (!open) store.idle->connect(options_.connect);
      return std::move(store.idle);
    } catch (...) {
      drop();
      throw;
    }
  }

  void give_back(std::unique_ptr<MetadataStore> store) noexcept {
    const std::lock_guard lock(mutex_);
    --lent_;
    // Its room was reserved when it was lent. The one used last is lent first, so that a pool that was made
    // for a peak lets the rest lie.
    if (!closed_) idle_.push_back({std::move(store), Clock::now()});
    returned_.notify_one();
  }

  void close() noexcept {
    std::vector<Idle> idle;
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
      idle.swap(idle_);
    }
  }

  Counts counts() const {
    const std::lock_guard lock(mutex_);
    return {idle_.size() + lent_, lent_, waiting_};
  }

 private:
  struct Idle {
    std::unique_ptr<MetadataStore> idle;  // none: there is room for one more
    Clock::time_point since;
  };

  Idle reserve() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    const bool free = returned_.wait_for(lock, std::min(options_.checkout_timeout, forever),
                                         [&] { return !idle_.empty() || lent_ < options_.size; });
    --waiting_;
    if (!free)
      throw Error(ErrorCode::locked, "All " + std::to_string(options_.size) +
                                         " stores of the pool are in use, and none came back within " +
                                         std::to_string(options_.checkout_timeout.count()) +
                                         " ms: give them back sooner, or make the pool larger.");
    idle_.reserve(options_.size);
    ++lent_;
    if (idle_.empty()) return {};
    auto last = std::move(idle_.back());
    idle_.pop_back();
    return last;
  }

  void drop() noexcept {
    const std::lock_guard lock(mutex_);
    --lent_;
    returned_.notify_one();
  }

  const std::function<std::unique_ptr<MetadataStore>()> make_;
  const PoolOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<Idle> idle_;  // the one used last at the end
  std::size_t lent_ = 0;
  std::size_t waiting_ = 0;
  bool closed_ = false;
};

StorePool::StorePool() : state_(std::make_shared<State>(from_configuration(), PoolOptions{})) {}
StorePool::StorePool(std::string_view url, const StoreOptions& options, const PoolOptions& pool)
    : state_(std::make_shared<State>(from_url(url, options), pool)) {}
StorePool::StorePool(std::function<std::unique_ptr<MetadataStore>()> make, const PoolOptions& pool)
    : state_(std::make_shared<State>(std::move(make), pool)) {}
StorePool::StorePool(StorePool&&) noexcept = default;

StorePool& StorePool::operator=(StorePool&& other) noexcept {
  if (this == &other) return *this;
  if (state_) state_->close();
  state_ = std::move(other.state_);
  return *this;
}

StorePool::~StorePool() {
  if (state_) state_->close();
}

StorePool::Lease StorePool::checkout() {
  return {state_, state_->take()};
}

StorePool::Counts StorePool::counts() const {
  return state_->counts();
}

StorePool::Lease::Lease(std::shared_ptr<State> pool, std::unique_ptr<MetadataStore> store) noexcept
    : pool_(std::move(pool)), store_(std::move(store)) {}
StorePool::Lease::Lease(Lease&&) noexcept = default;

StorePool::Lease& StorePool::Lease::operator=(Lease&& other) noexcept {
  if (this == &other) return *this;
  give_back();
  pool_ = std::move(other.pool_);
  store_ = std::move(other.store_);
  return *this;
}

StorePool::Lease::~Lease() {
  give_back();
}

void StorePool::Lease::give_back() noexcept {
  if (store_) pool_->give_back(std::move(store_));
}

}  // namespace pycharter
