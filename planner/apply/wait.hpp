// How long the runner may wait, and how it spaces its tries.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>

namespace phasegate {

/// The waiting that one file may do: for other runners, for old transactions, between tries. Work is not
/// counted.
class WaitBudget {
 public:
  explicit WaitBudget(std::chrono::milliseconds limit) : limit_(limit), left_(limit) {}

  void spend(std::chrono::milliseconds time) { left_ -= std::min(time, left_); }
  [[nodiscard]] bool is_spent() const { return left_ <= std::chrono::milliseconds(0); }
  [[nodiscard]] std::chrono::milliseconds left() const { return left_; }
  [[nodiscard]] std::chrono::milliseconds spent() const { return limit_ - left_; }
  [[nodiscard]] std::chrono::milliseconds limit() const { return limit_; }

 private:
  std::chrono::milliseconds limit_, left_;
};

/// Pauses between tries: 0.1 s, doubling up to 5 s, each shortened by up to a half at random, so that two
/// runners do not march in step and a queue that built up behind a try has time to drain.
class Backoff {
 public:
  explicit Backoff(std::uint32_t seed) : random_(seed) {}

  std::chrono::milliseconds next() {
    const std::chrono::milliseconds step = step_;
    step_ = std::min(step_ * 2, longest);
    return std::chrono::milliseconds(
        std::uniform_int_distribution<std::int64_t>(step.count() / 2, step.count())(random_));
  }

 private:
  static constexpr std::chrono::milliseconds longest{5000};
  std::chrono::milliseconds step_{100};
  std::minstd_rand random_;
};

}  // namespace phasegate
