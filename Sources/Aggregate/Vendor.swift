/// A vendor of support tools whose dashboards count by rules of their own.
public enum Vendor: String, Sendable, CaseIterable {
  case zendesk, intercom, freshdesk, servicenow

  public var name: String {
    switch self {
    case .zendesk: "Zendesk"
    case .intercom: "Intercom"
    case .freshdesk: "Freshdesk"
    case .servicenow: "ServiceNow"
    }
  }

  /// What holds of every figure of the vendor that is split, and is not computed again; nil where
  /// nothing is known.
  public var ofGroups: String? {
    self == .zendesk
      ? "Zendesk splits by the team and the priority that a ticket has now, also for past periods; "
        + "the groups here are those of the time."
      : nil
  }

  /// The figures that the vendor's documents define well enough to compute them again.
  public var figures: [VendorFigure] {
    switch self {
    case .zendesk: VendorFigure.zendesk
    case .intercom: VendorFigure.intercom
    case .freshdesk: VendorFigure.freshdesk
    case .servicenow: VendorFigure.servicenow
    }
  }

  /// The vendor's figure beside a metric of ours; nil where its documents say nothing.
  public func figure(_ metric: String) -> VendorFigure? {
    figures.first { $0.metric == metric }
  }
}
