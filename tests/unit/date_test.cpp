#include "stance/date.hpp"

#include <gtest/gtest.h>

namespace {

using stance::Date;
using stance::parse_date;

TEST(Dates, AreReadAsIso8601) {
  EXPECT_EQ(parse_date("2004"), (Date{2004, 0, 0}));
  EXPECT_EQ(parse_date("2004-05"), (Date{2004, 5, 0}));
  EXPECT_EQ(parse_date("2004-02-29"), (Date{2004, 2, 29}));
  for (const char* stamp : {"2004-05-17T09:30", "2004-05-17T09:30:00Z", "2004-05-17 00:00:00", "2004-05-17T23:59:60.125+04:00"})
    EXPECT_EQ(parse_date(stamp), (Date{2004, 5, 17})) << stamp;
  for (const char* wrong : {"", "04", "0000", "20040517", "2004-5", "2004-13", "2004-00", "2004-05-32", "2003-02-29", "1900-02-29", "2004-04-31", "2004.0",
                            " 2004", "2004 ", "2004-05-17T", "2004-05-17T25:00", "2004-05-17T09", "2004-05-17T09:30:00.", "2004-05-17T09:30X",
                            "17.05.2004", "-004", "+2004", "2004-", "2004-05-", "2004-05-17T09:30+4:00", "May 2004", "２００４"})
    EXPECT_FALSE(parse_date(wrong)) << wrong;
}

TEST(Dates, StandInTheMiddleOfWhatTheyName) {
  EXPECT_EQ((Date{2004, 0, 0}.middle()), 2004.5);
  EXPECT_NEAR((Date{2004, 2, 0}.middle()), 2004 + 45.5 / 366, 1e-12);  // 31 days, and half of 29
  EXPECT_NEAR((Date{2003, 12, 31}.middle()), 2003 + 364.5 / 365, 1e-12);
  EXPECT_EQ((Date{987, 3, 0}.to_string()), "0987-03");
  EXPECT_EQ((Date{2004, 5, 7}.to_string()), "2004-05-07");
  double last = 0.0;
  for (int month = 1; month <= 12; ++month) {
    const double at = Date{2000, month, 0}.middle();
    EXPECT_GT(at, last);
    EXPECT_NEAR((Date{2000, month, 1}.middle() + Date{2000, month, month == 2 ? 29 : 28}.middle()) / 2, at, 2.0 / 366);
    last = at;
  }
}

}  // namespace
