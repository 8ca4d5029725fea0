#include "sqlite/block_pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace pycharter::sqlite {
namespace {

// Sizes around every boundary between classes, and those that malloc serves.
std::vector<std::size_t> sizes() {
  std::vector<std::size_t> sizes;
  for (std::size_t size = 1; size <= 2100; ++size)
    sizes.push_back(size);
  for (std::size_t quarter = 256; quarter <= 64 << 10; quarter *= 2)
    for (std::size_t quarters = 4; quarters <= 8; ++quarters)
      for (const std::size_t less : {0, 7, 8, 9})
        sizes.push_back(quarter * quarters - less);
  return sizes;
}

TEST(BlockPool, gives_aligned_blocks_that_hold_what_was_asked_for) {
  static BlockPool pool;  // is never destroyed, as in a process
  pool.adopt_this_thread();
  for (const auto size : sizes()) {
    void* block = pool.allocate(size);
    ASSERT_NE(block, nullptr);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % 8, 0U) << size;
    EXPECT_GE(BlockPool::size_of(block), size);
    EXPECT_EQ(BlockPool::size_of(block), BlockPool::rounded(size));
    EXPECT_LE(BlockPool::size_of(block), size + std::max<std::size_t>(16, size / 4 + 16)) << size;
    EXPECT_EQ(BlockPool::rounded(BlockPool::rounded(size)), BlockPool::rounded(size));
    std::memset(block, 0xA5, BlockPool::size_of(block));
    pool.release(block);
  }
}

TEST(BlockPool, gives_a_freed_block_again_to_the_thread_of_the_pool) {
  static BlockPool pool;  // is never destroyed, as in a process
  pool.adopt_this_thread();
  for (const std::size_t size : {1, 100, 1016, 1017, 5000, 60000, 131064}) {
    void* block = pool.allocate(size);
    pool.release(block);
    EXPECT_EQ(pool.allocate(size), block) << size;
    pool.release(block);
  }
}

TEST(BlockPool, gets_back_what_other_threads_free) {
  static BlockPool pool;  // is never destroyed, as in a process
  pool.adopt_this_thread();
  void* block = pool.allocate(40);
  std::thread([&] { pool.release(block); }).join();
  EXPECT_EQ(pool.allocate(40), block);
  pool.release(block);
}

TEST(BlockPool, moves_what_a_block_holds_and_keeps_a_block_that_fits) {
  static BlockPool pool;  // is never destroyed, as in a process
  pool.adopt_this_thread();
  auto* block = static_cast<char*>(pool.reallocate(nullptr, 20));
  std::memcpy(block, "nineteen characters", 20);
  EXPECT_EQ(pool.reallocate(block, BlockPool::size_of(block)), block);
  block = static_cast<char*>(pool.reallocate(block, 300000));
  EXPECT_STREQ(block, "nineteen characters");
  block = static_cast<char*>(pool.reallocate(block, 9));
  EXPECT_EQ(std::string(block, 8), "nineteen");
  pool.release(block);
  pool.release(nullptr);
  EXPECT_EQ(BlockPool::size_of(nullptr), 0U);
}

TEST(BlockPool, says_when_there_is_no_memory_and_leaves_the_block) {
  static BlockPool pool;  // is never destroyed, as in a process
  pool.adopt_this_thread();
  auto* block = static_cast<char*>(pool.allocate(8));
  std::memcpy(block, "pattern", 8);
  EXPECT_EQ(pool.reallocate(block, SIZE_MAX / 2), nullptr);
  EXPECT_STREQ(block, "pattern");
  pool.release(block);
}

// Each block is filled with a letter of its own, which must still be there when the block is freed, here or
// on another thread.
TEST(BlockPool, never_gives_two_owners_the_same_block) {
  struct Filled {
    unsigned char* block;
    unsigned char letter;
  };
  static BlockPool pool;  // is never destroyed, as in a process
  pool.adopt_this_thread();
  std::mt19937 random(7);
  std::vector<Filled> held;
  const auto release = [](const std::vector<Filled>& blocks) {
    for (const auto& [block, letter] : blocks) {
      for (std::size_t i = 0; i < BlockPool::size_of(block); ++i)
        if (block[i] != letter) ADD_FAILURE() << "a block was written to by another owner";
      pool.release(block);
    }
  };
  for (int round = 0; round < 60; ++round) {
    for (int i = 0; i < 200; ++i) {
      auto* block = static_cast<unsigned char*>(pool.allocate(random() % (i % 20 == 0 ? 9000 : 700)));
      const auto letter = static_cast<unsigned char>(random());
      std::memset(block, letter, BlockPool::size_of(block));
      held.push_back({block, letter});
    }
    std::shuffle(held.begin(), held.end(), random);
    const auto middle = held.begin() + static_cast<std::ptrdiff_t>(held.size() / 2);
    const std::vector<Filled> for_the_other(held.begin(), middle);
    held.erase(held.begin(), middle);
    std::thread other([&] { release(for_the_other); });
    std::vector<Filled> own;
    own.swap(held);
    release(own);
    other.join();
  }
}

}  // namespace
}  // namespace pycharter::sqlite
