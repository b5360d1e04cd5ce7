using System.Text.Json.Serialization;
using Omnichannel.Carts;
using Omnichannel.Http;
using Omnichannel.Pricing;

namespace Omnichannel.Customers;

/// <summary>Bodies and answers of customers, identities and sessions on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.Strict,
    Converters =
    [
        typeof(WireEnum<ConsentState>), typeof(WireEnum<IdentityKind>), typeof(WireEnum<IdentityState>), typeof(WireEnum<PointsEntryType>), typeof(WireEnum<IssueState>),
        typeof(WireEnum<FeedbackType>), typeof(WireEnum<SessionEnd>), typeof(WireEnum<CustomerMergeStatus>), typeof(WireEnum<CartStatus>), typeof(WireEnum<CartMergeStrategy>),
        typeof(WireEnum<CartState>), typeof(WireEnum<FulfilmentKind>), typeof(WireEnum<PriceRule>), typeof(WireEnum<CartMergeOutcome>), typeof(WireEnum<CartMergeReason>),
    ])]
[JsonSerializable(typeof(RegisterCustomerBody))]
[JsonSerializable(typeof(PatchCustomerBody))]
[JsonSerializable(typeof(ConsentBody))]
[JsonSerializable(typeof(PointsBody))]
[JsonSerializable(typeof(PurchaseBody))]
[JsonSerializable(typeof(TouchpointBody))]
[JsonSerializable(typeof(ResolveIssueBody))]
[JsonSerializable(typeof(FeedbackBody))]
[JsonSerializable(typeof(EraseCustomerBody))]
[JsonSerializable(typeof(MergeCustomersBody))]
[JsonSerializable(typeof(UndoCustomerMergeBody))]
[JsonSerializable(typeof(ClaimIdentityBody))]
[JsonSerializable(typeof(FindIdentityBody))]
[JsonSerializable(typeof(IdentityOwnerBody))]
[JsonSerializable(typeof(StartSessionBody))]
[JsonSerializable(typeof(SessionSeenBody))]
[JsonSerializable(typeof(SignInBody))]
[JsonSerializable(typeof(SignOutBody))]
[JsonSerializable(typeof(EndSessionBody))]
[JsonSerializable(typeof(CustomerAnswer))]
[JsonSerializable(typeof(ConsentView))]
[JsonSerializable(typeof(PointsView))]
[JsonSerializable(typeof(PointsAnswer))]
[JsonSerializable(typeof(PurchasesView))]
[JsonSerializable(typeof(TouchpointView))]
[JsonSerializable(typeof(TouchpointsAnswer))]
[JsonSerializable(typeof(FeedbackView))]
[JsonSerializable(typeof(StoryAnswer))]
[JsonSerializable(typeof(ExportAnswer))]
[JsonSerializable(typeof(LiveSessionsAnswer))]
[JsonSerializable(typeof(ErasedAnswer))]
[JsonSerializable(typeof(CustomerMergeAnswer))]
[JsonSerializable(typeof(IdentityView))]
[JsonSerializable(typeof(IdentityOwnerAnswer))]
[JsonSerializable(typeof(ReleasedIdentityAnswer))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(SignInAnswer))]
[JsonSerializable(typeof(PresenceAnswer))]
public sealed partial class CustomersJson : JsonSerializerContext
{
    /// <summary>The same types, read strictly.</summary>
    public static CustomersJson Strict { get; } = new(Body.Strict());
}
