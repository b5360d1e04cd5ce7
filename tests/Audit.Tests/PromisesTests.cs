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
    }
}
