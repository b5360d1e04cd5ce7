namespace Omnichannel.Carts;

/// <summary>What answers look like, for the contract document.</summary>
internal static class CartExamples
{
    public const string Quote =
        """{"amount":1999,"currency":"EUR","priceVersion":1,"rule":"base","overrideId":null,"quotedAt":"2026-11-22T10:00:00+00:00","until":"2026-11-22T10:15:00+00:00"}""";

    public const string Line =
        $$"""{"id":"line-1","sku":"MUG-1","quantity":2,"fulfilment":{"kind":"ship","location":"london"},"quote":{{Quote}},"current":null,"amount":3998,"held":2,"heldUntil":"2026-11-22T10:15:00+00:00","note":null}""";

    public const string Cart =
        $$"""{"id":"cart-7","state":"open","customer":null,"channel":"web","group":null,"currency":"EUR","lines":[{{Line}}],"units":2,"total":3998,"note":null,"isAbandoned":false,"checkoutId":null,"mergedInto":null,"version":3}""";

    public const string Held = $$"""{"cart":{{Cart}},"shortages":[]}""";

    public const string Checkout =
        $$"""{"id":"checkout-1","cartId":"cart-7","state":"frozen","lines":[{{CheckoutLine}}],"currency":"EUR","total":3998,"""
        + """ "frozenAt":"2026-11-22T10:00:00+00:00","expiresAt":"2026-11-22T10:15:00+00:00"}""";

    public const string Merge =
        $$"""{"report":{"id":"sign-in-1","source":"cart-8","strategy":"sum","mergedAt":"2026-11-22T10:00:00+00:00","isUndone":false,"""
        + $$""" "entries":[{{MergeEntry}}]},"cart":{{Cart}}}""";

    private const string CheckoutLine =
        $$"""{"lineId":"line-1","sku":"MUG-1","quantity":2,"fulfilment":{"kind":"ship","location":"london"},"quote":{{Quote}},"amount":3998,"""
        + """ "reservations":[{"reservationId":"cart-3f2a9b8e4f61a5c0e7d20d7f3c2a9b8e-1-0","quantity":2}]}""";

    private const string MergeEntry =
        """{"outcome":"added","lineId":"line-1","sourceLineId":"line-1","sku":"MUG-1","targetQuantity":0,"sourceQuantity":2,"quantity":2,"reason":"none"}""";

    public const string Events =
        """{"events":[{"version":2,"type":"line-removed","command":{"id":"c-4","body":"9f86d081884c7d65"},"lineId":"line-1","releases":[],"at":"2026-11-22T10:00:00+00:00"}],"nextAfter":null}""";

    public const string Live =
        "id: 3\nevent: cart\ndata: {\"id\":\"cart-7\",...,\"version\":3}\n\nid: 4\nevent: line-removed\ndata: {\"version\":4,\"type\":\"line-removed\",\"lineId\":\"line-1\",...}\n\n: \n\n";
}
