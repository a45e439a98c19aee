import Foundation
import Statistics
import Testing

@testable import Render

@Suite struct EstimateJSONTests {
  @Test(
    arguments: [
      (
        .share(Share(k: 13, n: 15, dispersion: Dispersion(factor: 1.5, days: 12))),
        #"{"days":12,"k":13,"kind":"share","n":15,"phi":1.5}"#
      ),
      (
        .mean(Mean(n: 3, sum: 7.5, squares: 22.25, cubes: 75.375)),
        #"{"cubes":75.375,"kind":"mean","n":3,"squares":22.25,"sum":7.5}"#
      ),
      (
        .ratio(RatioOfSums(units: 2, x: 3, y: 4, xx: 5, xy: 6, yy: 1e20)),
        #"{"kind":"ratio","units":2,"x":3,"xx":5,"xy":6,"y":4,"yy":1e+20}"#
      ),
      (.count(Count(12)), #"{"count":12,"days":0,"kind":"count","phi":1,"weekdays":[]}"#),
      (
        .nps(NetPromoters(promoters: 3, passives: 2, detractors: 1)),
        #"{"detractors":1,"kind":"nps","passives":2,"promoters":3}"#
      ),
      (
        .quantile(
          QuantileLadder(
            value: 5, n: 9, rungs: [Bounds(low: 1.5, high: nil), Bounds(low: nil, high: nil)])),
        #"{"kind":"quantile","n":9,"rungs":[[1.5,null],[null,null]],"value":5}"#
      ),
      (.full(0.1), #"{"kind":"full","value":0.1}"#),
    ] as [(Estimate, String)])
  func `statistics read back as they were written`(estimate: Estimate, json: String) throws {
    var text = ""
    estimate.write(to: &text)
    #expect(text == json)
    #expect(try JSONDecoder().decode(Estimate.self, from: Data(json.utf8)) == estimate)
  }

  @Test func `an interval is at 95 per cent, in 12 digits`() {
    // 13 of 15: Wilson's formula in Python's decimal arithmetic of 40 digits.
    #expect(
      Estimate.share(Share(k: 13, n: 15)).intervalJSON == "[0.621180171677,0.962638740897]")
    #expect(Estimate.full(3).intervalJSON == nil)
  }
}
