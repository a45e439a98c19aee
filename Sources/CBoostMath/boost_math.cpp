#include "CBoostMath.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace {
using namespace boost::math;

// No exceptions cross into Swift, and no long double: its width differs by processor.
using quiet = policies::policy<
    policies::promote_double<false>, policies::domain_error<policies::ignore_error>,
    policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>,
    policies::evaluation_error<policies::ignore_error>>;
using normal_law = normal_distribution<double, quiet>;
using t_law = students_t_distribution<double, quiet>;
}  // namespace

double normal_upper_quantile(double p) { return quantile(complement(normal_law(), p)); }
double normal_upper_tail(double z) { return cdf(complement(normal_law(), z)); }
double t_upper_quantile(double p, double df) { return quantile(complement(t_law(df), p)); }
double t_upper_tail(double t, double df) { return cdf(complement(t_law(df), t)); }
