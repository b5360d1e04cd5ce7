using Omnichannel.Retail;

namespace Omnichannel.Grid;

public sealed class ContractTests
{
    [Fact]
    public void Contract_WhenComparedWithTheLimitsOfTheGrid_IsTheSame()
    {
        Assert.Equal(Limits.IdentifierLengthMax, Contract.IdentifierLengthMax);
        Assert.Equal(Limits.FeedPageMax, Contract.FeedPageMax);
        Assert.Equal(Limits.RememberedSeconds, Contract.RememberedSeconds);
        Assert.Equal(Limits.QuantityMax, Contract.QuantityMax);
        Assert.Equal(Limits.CartLinesMax, RetailOrder.CartLinesMax);
        Assert.Equal(Limits.CartLineQuantityMax, RetailOrder.LineQuantityMax);
        Assert.Equal(Limits.CartUnitsMax, RetailOrder.CartUnitsMax);
        Assert.True(LiveStock.SkusPerCall <= Limits.AvailabilityPairsMax);
    }

    [Theory]
    [InlineData("A-z_0.9:", true)]
    [InlineData("", false)]
    [InlineData("a/b", false)]
    [InlineData("\u00e9", false)]
    public void IsIdentifier_ForATextThatACallerGave_FollowsTheRuleOfTheGrid(string text, bool isIdentifier)
    {
        Assert.Equal(isIdentifier, Contract.IsIdentifier(text));
        Assert.Equal(Ids.Identifier.IsValid(text), Contract.IsIdentifier(text));
    }
}
