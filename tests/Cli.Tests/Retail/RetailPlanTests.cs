namespace Omnichannel.Retail;

/// <summary>Every oddity of the published file, in a file of our own.</summary>
public sealed class RetailPlanTests
{
    [Theory]
    [InlineData("536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom", LineKind.OnlineSale, 6, -6, null)]
    [InlineData("536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,0,17850,United Kingdom", LineKind.OnlineSale, 6, -6, null)]
    [InlineData("536544,21773,ROSE CANDLE,3,2010-12-01 14:32:00,2.51,,United Kingdom", LineKind.TillSale, 3, -3, null)]
    [InlineData("C536391,22556,PLASTERS,-12,2010-12-01 10:24:00,1.65,17548,United Kingdom", LineKind.Return, 12, 12, "return")]
    [InlineData("C536392,22556,PLASTERS,-1,2010-12-01 10:24:00,1.65,,United Kingdom", LineKind.Return, 1, 1, "return")]
    [InlineData("536589,21777,,-10,2010-12-01 16:50:00,0,,United Kingdom", LineKind.Adjustment, -10, -10, "write-off (no description)")]
    [InlineData("537000,22000,\"  damaged, \"\"wet\"\" \",-3,2010-12-02 09:00:00,0,,United Kingdom", LineKind.Adjustment, -3, -3, "damaged, \"wet\"")]
    [InlineData("537001,22000,?,-3,2010-12-02 09:00:00,0,,United Kingdom", LineKind.Adjustment, -3, -3, "?")]
    [InlineData("537002,22000,found \u00a35,4,2010-12-02 09:00:00,0,,United Kingdom", LineKind.Adjustment, 4, 4, "found \u00a35")]
    [InlineData("537003,22000,,4,2010-12-02 09:00:00,0,,United Kingdom", LineKind.Adjustment, 4, 4, "correction (no description)")]
    [InlineData("A563185,B,Adjust bad debt,1,2011-08-12 14:50:00,11062.06,,United Kingdom", LineKind.Skipped, 1, 0, null)]
    [InlineData("A563186,B,Adjust bad debt,1,2011-08-12 14:51:00,-11062.06,,United Kingdom", LineKind.Skipped, 1, 0, null)]
    [InlineData("A563187,22000,Adjust bad debt,1,2011-08-12 14:51:00,-11062.06,,United Kingdom", LineKind.Skipped, 1, 0, null)]
    [InlineData("536370,POST,POSTAGE,3,2010-12-01 08:45:00,18,12583,France", LineKind.Skipped, 3, 0, null)]
    [InlineData("C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527,United Kingdom", LineKind.Skipped, 1, 0, null)]
    [InlineData("536371,BANK CHARGES,Bank Charges,1,2010-12-01 08:45:00,15,12583,France", LineKind.Skipped, 1, 0, null)]
    [InlineData("536372,gift_0001_20,VOUCHER,1,2010-12-01 08:45:00,15,12583,France", LineKind.Skipped, 1, 0, null)]
    [InlineData("536373,DCGS0003,BOXED GLASS,1,2010-12-01 08:45:00,1,12583,France", LineKind.Skipped, 1, 0, null)]
    [InlineData("581483,23843,PAPER CRAFT,80995,2011-12-09 09:15:00,2.08,16446,United Kingdom", LineKind.OnlineSale, 80995, -80995, null)]
    public void LineOf_ForOneRow_SaysWhatItMeansForStock(string row, LineKind kind, long quantity, long delta, string? reason)
    {
        var line = Assert.Single(Lines(row));

        Assert.Equal((kind, quantity, delta, reason), (line.Kind, line.Quantity, line.Delta, line.Reason));
    }

    [Fact]
    public void LineOf_WhenAFreeRowIsOneOfManyOfAGuestsInvoice_TreatsItAsASale()
    {
        var lines = Lines(
            "539000,22002,GIFT BAG,2,2010-12-15 09:00:00,0,,United Kingdom",
            "539000,22003,MUG,1,2010-12-15 09:00:00,2.5,,United Kingdom");

        Assert.All(lines, line => Assert.Equal(LineKind.TillSale, line.Kind));
    }

    [Fact]
    public void LineOf_WhenCodesDifferByCaseOnly_KeepsThemApart()
    {
        var lines = Lines(
            "539000,15056bl,EDWARDIAN PARASOL BLACK,1,2010-12-15 09:00:00,5.95,12345,United Kingdom",
            "539000,15056BL,EDWARDIAN PARASOL BLACK,1,2010-12-15 09:00:00,5.95,12345,United Kingdom");

        Assert.Equal(["15056bl", "15056BL"], lines.Select(line => line.Sku));
    }

    [Fact]
    public void LineOf_WhenARowComesTwice_GivesEachAnIdOfItsOwn()
    {
        const string row = "536409,21866,UNION JACK FLAG,1,2010-12-01 11:45:00,1.25,17908,United Kingdom";
        Assert.Equal(["uci-536409-1", "uci-536409-2"], Lines(row, row).Select(line => line.Id));
    }

    [Fact]
    public void LineOf_WhenADescriptionIsTooLongOrHoldsControlCharacters_CutsIt()
    {
        var line = Assert.Single(Lines($"537000,22000,\tdam\u0007aged {new string('x', 200)},-3,2010-12-02 09:00:00,0,,United Kingdom"));

        Assert.Equal(128, line.Reason!.Length);
        Assert.StartsWith("damaged xxx", line.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Opening_ForEverySku_IsTheLeastWithWhichNoRowIsRefused()
    {
        var plan = SmallFile.Plan(
            "1,22000,MUG,5,2010-12-01 09:00:00,1,12345,United Kingdom",
            "C2,22000,MUG,-3,2010-12-01 10:00:00,1,12345,United Kingdom",
            "3,22000,MUG,4,2010-12-01 11:00:00,1,12345,United Kingdom",
            "C4,22000,MUG,-9,2010-12-01 12:00:00,1,12345,United Kingdom",
            "C5,22001,CUP,-2,2010-12-01 12:00:00,1,12345,United Kingdom",
            "6,22001,CUP,2,2010-12-01 13:00:00,1,,United Kingdom",
            "7,22002,POT,1,2010-12-01 13:00:00,1,,United Kingdom");

        Assert.Equal((6, 0, 1), (plan.OpeningOf("22000"), plan.OpeningOf("22001"), plan.OpeningOf("22002")));
    }

    [Fact]
    public void Totals_OfSomeDays_KeepTheOpeningOfTheWholeFile()
    {
        string[] rows =
        [
            "1,22000,MUG,5,2010-12-01 09:00:00,1,12345,United Kingdom",
            "2,22000,MUG,4,2010-12-01 09:00:00,1,,United Kingdom",
            "C3,22000,MUG,-3,2010-12-01 10:00:00,1,12345,United Kingdom",
            "4,22000,broken,-1,2010-12-01 11:00:00,0,,United Kingdom",
            "5,POST,POSTAGE,1,2010-12-01 11:00:00,18,12345,United Kingdom",
            "6,22000,MUG,90,2010-12-02 09:00:00,1,12345,United Kingdom",
        ];
        var plan = SmallFile.Plan(rows);
        var totals = RetailTotals.Of(plan, SmallFile.Read(rows).Where(row => row.At.Day == 1));

        var mug = totals.Skus["22000"];
        Assert.Equal((97, 5, 4, 3, -1, 90), (mug.Opening, mug.Fulfilled, mug.SoldAtTills, mug.Returned, mug.Adjusted, mug.OnHand));
        Assert.Equal((5, 1, 1), (totals.RowsCount, totals.RowsOf(LineKind.Skipped), totals.SkippedByCode["POST"]));
    }

    [Theory]
    [InlineData("A,B,C")]
    [InlineData("")]
    public void Read_WhenTheHeadingIsAnother_Refuses(string heading) =>
        Assert.Throws<RetailFileException>(() => RetailFile.Read(SmallFile.Text(heading, "1,2,3")).ToList());

    [Theory]
    [InlineData("1,22000,MUG,five,2010-12-01 09:00:00,1,12345,United Kingdom", "quantity")]
    [InlineData("1,22000,MUG,0,2010-12-01 09:00:00,1,12345,United Kingdom", "quantity")]
    [InlineData("1,22000,MUG,5,01/12/2010 09:00,1,12345,United Kingdom", "date")]
    [InlineData("1,22000,MUG,5,2010-12-01 09:00:00,free,12345,United Kingdom", "price")]
    [InlineData("1/2,22000,MUG,5,2010-12-01 09:00:00,1,12345,United Kingdom", "invoice")]
    [InlineData("1,22000,MUG,5,2010-12-01 09:00:00,1,12345", "Row 1")]
    public void Read_WhenARowIsWrong_SaysWhichAndWhat(string row, string what) =>
        Assert.Contains(what, Assert.Throws<RetailFileException>(() => SmallFile.Read(row).ToList()).Message, StringComparison.Ordinal);

    private static List<RetailLine> Lines(params string[] rows)
    {
        var plan = SmallFile.Plan(rows);
        return [.. SmallFile.Read(rows).Select(plan.LineOf)];
    }
}
