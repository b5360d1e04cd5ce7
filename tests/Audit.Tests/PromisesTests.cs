namespace Omnichannel.Audit;

/// <summary>The auditor writes the bounds down a second time. When the grid changes one, somebody has to change the promise too.</summary>
public sealed class PromisesTests
{
    [Fact]
    public void Promises_WhenComparedWithTheLimitsOfTheGrid_AreTheSame()
    {
        Assert.Equal(Limits.QuantityMax, Promises.QuantityMax);
        Assert.Equal(Limits.OnHandMax, Promises.OnHandMax);
        Assert.Equal(Limits.RememberedSeconds, Promises.RememberedSeconds);
        Assert.Equal(Limits.StepRememberedSeconds, Promises.StepRememberedSeconds);
        Assert.Equal(Limits.HoldSecondsMax, Promises.HoldSecondsMax);
        Assert.Equal(Limits.CartLinesMax, Promises.CartLinesMax);
        Assert.Equal(Limits.CartLineQuantityMax, Promises.CartLineQuantityMax);
        Assert.Equal(Limits.CartUnitsMax, Promises.CartUnitsMax);
        Assert.Equal(Limits.CartCheckoutsMax, Promises.CartCheckoutsMax);
        Assert.Equal(Limits.CartHandoversMax, Promises.CartHandoversMax);
        Assert.Equal(Limits.QuoteSeconds, Promises.QuoteSeconds);
        Assert.Equal(Limits.PriceAmountMax, Promises.PriceAmountMax);
        Assert.Equal(Limits.PriceOverridesMax, Promises.PriceOverridesMax);
        Assert.Equal(Limits.PointsBalanceMax, Promises.PointsBalanceMax);
        Assert.Equal(Limits.PurchaseSumMax, Promises.PurchaseSumMax);
        Assert.Equal(Limits.IdentitiesMax, Promises.IdentitiesMax);
        Assert.Equal(Limits.LiveSessionsMax, Promises.LiveSessionsMax);
        Assert.Equal(Limits.FormerOwnersMax, Promises.FormerOwnersMax);
        Assert.Equal(Limits.SessionSeenSeconds, Promises.SessionSeenSeconds);
    }
}
