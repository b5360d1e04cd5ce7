namespace Omnichannel.Pricing;

public sealed class QuoteTests
{
    [Fact]
    public void Quote_WhenNoOverrideSaysOtherwise_IsTheSameEverywhere()
    {
        var prices = PriceList.Of(1_999);
        Assert.Equal(prices.Quote(), prices.Quote("web", "gold"));
        Assert.Equal((1_999L, PriceRule.Base, 1L), (prices.Quote()!.Amount, prices.Quote()!.Rule, prices.Quote()!.PriceVersion));
        Assert.Equal(prices.Now.AddSeconds(Limits.QuoteSeconds), prices.Quote()!.Until);
        Assert.Null(prices.Quote(currency: "JPY"));
    }

    [Theory]
    [InlineData("web", "gold", "both", PriceRule.GroupInChannel)]
    [InlineData("web", "staff", "web", PriceRule.Channel)]
    [InlineData("store", "gold", "gold", PriceRule.Group)]
    [InlineData("store", "staff", null, PriceRule.Base)]
    [InlineData("web", null, "web", PriceRule.Channel)]
    [InlineData(null, "gold", "gold", PriceRule.Group)]
    [InlineData(null, null, null, PriceRule.Base)]
    public void Quote_WhenSeveralOverridesFit_IsOfTheNarrowestAudience(string? channel, string? group, string? winner, PriceRule rule)
    {
        var prices = PriceList.Of(10);
        prices.Override("web", 9);
        prices.Override("gold", 12, null, "gold");
        prices.Override("both", 11, "web", "gold");
        var quote = prices.Quote(channel, group)!;
        Assert.Equal((winner, rule), (quote.OverrideId?.Value, quote.Rule));
    }

    [Fact]
    public void Quote_WhenOverridesAreOfOneAudience_IsOfTheOneThatBeganLastThenOfTheOneSetLast()
    {
        var prices = PriceList.Of(10);
        prices.Override("always", 9);
        prices.Override("later", 7, from: 60, until: 120);
        prices.Override("earlier", 8, from: 30, until: 180);
        prices.Override("always-too", 6);
        Assert.Equal("always-too", prices.Quote("web")!.OverrideId!.Value.Value);
        Assert.Equal("earlier", prices.After(30).Quote("web")!.OverrideId!.Value.Value);
        Assert.Equal("later", prices.After(30).Quote("web")!.OverrideId!.Value.Value);
        Assert.Equal("earlier", prices.After(60).Quote("web")!.OverrideId!.Value.Value);
        prices.Override("always", 5, command: "set-anew");
        Assert.Equal("always", prices.After(60).Quote("web")!.OverrideId!.Value.Value);
    }

    [Fact]
    public void Differences_WhenListed_SayWhyEveryAudiencePaysSomethingElse()
    {
        var prices = PriceList.Of(10);
        prices.Override("sale", 8, from: -60, until: 60, reason: "spring sale");
        prices.Override("habit", 9, reason: "the web is cheaper");
        prices.Override("soon", 7, from: 30, reason: "next week");
        prices.Override("staff", 5, null, "staff", reason: "staff price");
        prices.Override("same", 10, "store", reason: "as everywhere");
        prices.Override("yen", 500, currency: "JPY", reason: "a yen shop");

        Assert.Equal(
            [
                ("staff", PriceDifferenceState.Active, 10L, null, "staff price"), ("soon", PriceDifferenceState.Scheduled, 10L, null, "next week"),
                ("sale", PriceDifferenceState.Active, 10L, null, "spring sale"), ("habit", PriceDifferenceState.Shadowed, 10L, "sale", "the web is cheaper"),
                ("yen", PriceDifferenceState.Active, null, null, "a yen shop"),
            ],
            prices.Differences().Select(static each => (each.Override.Id.Value, each.State, each.BaseAmount, each.ShadowedBy?.Value, each.Override.Reason)));
        prices.After(60);
        Assert.DoesNotContain(prices.Differences(), static each => each.Override.Id.Value == "sale");
        Assert.Equal(PriceDifferenceState.Active, prices.Differences().Single(static each => each.Override.Id.Value == "soon").State);
    }

    [Fact]
    public void Set_WhenOverridesHaveEnded_ForgetsThem()
    {
        var prices = PriceList.Of(10);
        prices.Override("gone", 8, until: 60);
        prices.After(60).Override("next", 9);
        Assert.Null(prices.Price.FindOverride(new("gone")));
        Assert.Equal(["next"], prices.Price.View(new("mug"), prices.Now).Overrides.Select(static each => each.Id.Value));
    }

    [Theory]
    [InlineData("EUR", 2)]
    [InlineData("JPY", 0)]
    [InlineData("KWD", 3)]
    [InlineData("ISK", 0)]
    [InlineData("XTS", null)]
    [InlineData("XAU", null)]
    [InlineData("EUX", null)]
    public void MinorDigits_OfACode_AreThoseOfIso4217(string code, int? digits) => Assert.Equal(digits, new Currency(code).MinorDigits);

    [Fact]
    public void Codes_OfTheTable_AreWellFormedAndThere()
    {
        Assert.Throws<ArgumentException>(() => Currency.Create("eur"));
        Assert.Throws<ArgumentException>(() => Currency.Create("EURO"));
        Assert.False(Currency.IsValid("eur"));
        Assert.False(Currency.IsValid(null));
        Assert.False(default(Currency).IsKnown);

        // What a journal holds is read by its shape: a code that was withdrawn still folds.
        Assert.Equal("DEM", Currency.Create("DEM").Value);
    }
}
