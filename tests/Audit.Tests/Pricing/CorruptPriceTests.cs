namespace Omnichannel.Audit.Pricing;

/// <summary>One corrupt history for every promise about prices.</summary>
public sealed class CorruptPriceTests
{
    private const string Price = "price/MUG";
    private readonly Journal _journal = new();
    private int _commands;

    [Fact]
    public void Fold_WhenPricesComeAndGo_FindsNothingAndKnowsThem()
    {
        Base(250);
        Override("sale", 200);
        Base(300);
        _journal.Write(Price, "price-override-cleared", new { overrideId = "sale", command = Command() });
        _journal.Write(Price, "base-price-cleared", new { currency = "GBP", command = Command() });
        Base(310);

        _journal.IsGood();
        var fold = _journal.Audit.Find<PriceFold>(Price)!;
        Assert.Equal(310, fold.Base["GBP"]);
        Assert.True(fold.Was(new("MUG", "GBP", 1, "Base", null, 250)));
        Assert.True(fold.Was(new("MUG", "GBP", 2, "Base", null, 250)));
        Assert.True(fold.Was(new("MUG", "GBP", 3, "Channel", "sale", 200)));
        Assert.False(fold.Was(new("MUG", "GBP", 3, "Base", null, 250)));
        Assert.False(fold.Was(new("MUG", "GBP", 4, "Channel", "sale", 200)));
        Assert.False(fold.Was(new("MUG", "GBP", 5, "Base", null, 300)));
        Assert.False(fold.Was(new("MUG", "EUR", 6, "Base", null, 310)));
        Assert.False(fold.Was(new("MUG", "GBP", 7, "Base", null, 310)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_000_000_001)]
    public void Fold_WhenAPriceIsOutOfItsLimits_SaysSo(long amount)
    {
        Base(amount);
        _journal.Breaks(AuditCheck.PriceInRange);
    }

    [Theory]
    [InlineData(null, "sale", 60, 120)]
    [InlineData("web", " ", 60, 120)]
    [InlineData("web", "sale", 120, 60)]
    [InlineData("web", "sale", -120, -60)]
    public void Fold_WhenAnOverrideIsNoOverride_SaysSo(string? channel, string reason, int from, int until)
    {
        var members = new { overrideId = "o", currency = "GBP", amount = 1, channel, reason, from = _journal.In(from), until = _journal.In(until), command = Command() };
        _journal.Write(Price, "price-override-set", members);
        _journal.Breaks(AuditCheck.PriceInRange);
    }

    [Fact]
    public void Fold_WhenMoreOverridesStandThanMay_SaysSo()
    {
        for (var i = 0; i < 1_001; i++) Override($"o-{i}", 1);
        _journal.Breaks(AuditCheck.PriceInRange);
    }

    [Fact]
    public void Fold_WhenAPriceIsClearedThatIsNotThere_SaysSo()
    {
        _journal.Write(Price, "base-price-cleared", new { currency = "GBP", command = Command() });
        _journal.Breaks(AuditCheck.PriceClearedWasThere);
    }

    [Fact]
    public void Fold_WhenAnOverrideIsClearedThatIsNotThere_SaysSo()
    {
        _journal.Write(Price, "price-override-cleared", new { overrideId = "sale", command = Command() });
        _journal.Breaks(AuditCheck.PriceClearedWasThere);
    }

    [Fact]
    public void Fold_WhenACommandHasItsEffectTwice_SaysSo()
    {
        Base(250, "same");
        Base(250, "same");
        _journal.Breaks(AuditCheck.CommandIdOnce);
    }

    private object Command(string? id = null) => new { id = id ?? $"k-{++_commands}", body = "b" };

    private void Base(long amount, string? command = null) => _journal.Write(Price, "base-price-set", new { currency = "GBP", amount, command = Command(command) });

    private void Override(string id, long amount) =>
        _journal.Write(Price, "price-override-set", new { overrideId = id, currency = "GBP", amount, channel = "web", reason = "sale", command = Command() });
}
