#include "sqlite/block_pool.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace pycharter::sqlite {
namespace {

// Before each block. SQLite asks for a block's size as often as for blocks.
struct Header {
  std::uint32_t size;        // of what follows
  std::uint32_t size_class;  // 0: malloc's
};
static_assert(sizeof(Header) == 8);

// SQLite counts in int; more than that is never asked for in earnest, and the header could not say it.
constexpr std::size_t greatest = 0x7fffffff;
constexpr std::size_t step = 16, greatest_small = 1024, greatest_kept = 128 << 10, chunk_size = 64 << 10;

struct SizeClass {
  std::size_t index, block_size;  // with its header
};

SizeClass class_of(std::size_t size) {
  const std::size_t needed = size + sizeof(Header);
  if (needed <= greatest_small) {
    const std::size_t steps = (needed + step - 1) / step;
    return {steps, steps * step};
  }
  if (needed > greatest_kept) return {0, (needed + step - 1) / step * step};
  // 1025 to 2048 is the first power: by steps of 256.
  const auto power = static_cast<std::size_t>(std::bit_width(needed - 1));
  const std::size_t quarter = std::size_t{1} << (power - 3);
  const std::size_t quarters = (needed + quarter - 1) / quarter;  // 5 to 8
  return {greatest_small / step + 1 + (power - 11) * 4 + quarters - 5, quarters * quarter};
}

Header* header_of(void* block) {
  return static_cast<Header*>(block) - 1;
}

void* start_block(void* memory, SizeClass chosen) {
  auto* header = new (memory) Header{static_cast<std::uint32_t>(chosen.block_size - sizeof(Header)),
                                     static_cast<std::uint32_t>(chosen.index)};
  return header + 1;
}

}  // namespace

std::size_t BlockPool::size_of(const void* block) noexcept {
  return block == nullptr ? 0 : (static_cast<const Header*>(block) - 1)->size;
}

std::size_t BlockPool::rounded(std::size_t size) noexcept {
  return class_of(size).block_size - sizeof(Header);
}

void* BlockPool::allocate(std::size_t size) noexcept {
  if (size > greatest) return nullptr;
  const SizeClass chosen = class_of(size);
  if (chosen.index == 0 || !is_ours()) {
    void* memory = std::malloc(chosen.block_size);
    return memory == nullptr ? nullptr : start_block(memory, {0, chosen.block_size});
  }
  auto& list = free_[chosen.index];
  if (list == nullptr && !(take_back_returned() && list != nullptr))
    return make_block(chosen.block_size, chosen.index);
  return std::exchange(list, list->next);
}

void* BlockPool::make_block(std::size_t block_size, std::size_t size_class) noexcept {
  if (unused_size_ < block_size) {
    // The rest of the last chunk is lost; a large block has a chunk of its own, so that it is little.
    const bool alone = block_size > chunk_size / 8;
    void* memory = std::malloc(alone ? block_size : chunk_size);
    if (memory == nullptr) return nullptr;
    if (alone) return start_block(memory, {size_class, block_size});
    unused_ = static_cast<std::byte*>(memory);
    unused_size_ = chunk_size;
  }
  unused_size_ -= block_size;
  return start_block(std::exchange(unused_, unused_ + block_size), {size_class, block_size});
}

void* BlockPool::reallocate(void* block, std::size_t size) noexcept {
  if (block != nullptr && rounded(size) == size_of(block)) return block;
  void* moved = allocate(size);
  if (moved == nullptr || block == nullptr) return moved;
  std::memcpy(moved, block, std::min(size, size_of(block)));
  release(block);
  return moved;
}

void BlockPool::release(void* block) noexcept {
  if (block == nullptr) return;
  Header* header = header_of(block);
  if (header->size_class == 0) return std::free(header);
  if (is_ours()) return keep(block);
  auto* returned = new (block) FreeBlock{returned_.load(std::memory_order_relaxed)};
  while (!returned_.compare_exchange_weak(returned->next, returned, std::memory_order_release,
                                          std::memory_order_relaxed)) {
  }
}

void BlockPool::keep(void* block) noexcept {
  auto& list = free_[header_of(block)->size_class];
  list = new (block) FreeBlock{list};
}

bool BlockPool::take_back_returned() noexcept {
  if (returned_.load(std::memory_order_relaxed) == nullptr) return false;
  FreeBlock* block = returned_.exchange(nullptr, std::memory_order_acquire);
  while (block != nullptr)
    keep(std::exchange(block, block->next));
  return true;
}

}  // namespace pycharter::sqlite
