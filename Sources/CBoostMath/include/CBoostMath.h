#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/// The value that a standard normal variable exceeds with probability `p`.
double normal_upper_quantile(double p);
/// The probability that a standard normal variable exceeds `z`.
double normal_upper_tail(double z);
/// The value that Student's t with `df` degrees of freedom exceeds with probability `p`.
double t_upper_quantile(double p, double df);
/// The probability that Student's t with `df` degrees of freedom exceeds `t`.
double t_upper_tail(double t, double df);

#ifdef __cplusplus
}
#endif
