namespace Omnichannel.Carts;

/// <summary>I48: a code leads to one cart, and lets one device in.</summary>
public sealed class HandoverTests
{
    private static readonly CartTokenHash Till = new CartToken("till-3-0123456789abcdef").Hash();
    private static readonly CartTokenHash Kiosk = new CartToken("kiosk-1-0123456789abcdef").Hash();

    [Fact]
    public async Task Take_WhenTheCodeIsFresh_LetsOneDeviceInWithHoldsIntact()
    {
        await using var grid = await CartGrid.StartAsync();
        var shopper = await OpenAsync(grid);
        var code = (await OfferAsync(shopper)).Code!;

        var taken = await grid.Handover(code).Take(Till, new("store"));

        Assert.Equal((CartStatus.Done, 2L), (taken.Status, taken.Cart!.Lines[0].Held));
        Assert.Equal(CartStatus.Exists, (await grid.Handover(code).Take(Till, new("store"))).Status);
        Assert.Equal((CartStatus.CodeUsed, null), Told(await grid.Handover(code).Take(Kiosk, null)));
        Assert.Equal(CartStatus.Done, (await shopper.Cart.Cart(new(null, Till))).Status);
        Assert.Equal(CartStatus.NotOwner, (await shopper.Cart.Cart(new(null, Kiosk))).Status);
        Assert.Equal(CartStatus.CodeUsed, (await OfferAsync(shopper)).Status);
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task Take_WhenTwoDevicesUseTheCodeAtOnce_LetsOneIn()
    {
        await using var grid = await CartGrid.StartAsync();
        var shopper = await OpenAsync(grid);
        var code = (await OfferAsync(shopper)).Code!;

        var replies = await Task.WhenAll(grid.Handover(code).Take(Till, null), grid.Handover(code).Take(Kiosk, null));

        Assert.Equal([CartStatus.Done, CartStatus.CodeUsed], replies.Select(static reply => reply.Status).Order());
    }

    [Fact]
    public async Task Take_WhenTheCodeIsOldReplacedOrNoCode_IsRefused()
    {
        await using var grid = await CartGrid.StartAsync();
        var shopper = await OpenAsync(grid);
        var first = (await OfferAsync(shopper)).Code!;
        var second = await OfferAsync(shopper);

        Assert.NotEqual(first, second.Code);
        Assert.Equal((CartStatus.CodeUnknown, null), Told(await grid.Handover(first).Take(Till, null)));
        Assert.Equal((CartStatus.CodeUnknown, null), Told(await grid.Handover("ZZZZZZZZZZ").Take(Till, null)));
        grid.Time.Advance(TimeSpan.FromSeconds(Limits.HandoverSeconds));
        Assert.Equal(grid.Time.GetUtcNow(), second.ExpiresAt);
        Assert.Equal((CartStatus.CodeExpired, null), Told(await grid.Handover(second.Code!).Take(Till, null)));
    }

    [Fact]
    public async Task Take_WhenTheGrantHasEnded_LetsTheDeviceOutAgain()
    {
        await using var grid = await CartGrid.StartAsync();
        var shopper = await OpenAsync(grid);
        var code = (await OfferAsync(shopper)).Code!;
        await grid.Handover(code).Take(Till, null);

        await grid.PassAsync(TimeSpan.FromSeconds(Limits.HandoverGrantSeconds));

        Assert.Equal(CartStatus.NotOwner, (await shopper.Cart.Cart(new(null, Till))).Status);
        Assert.Equal((CartStatus.CodeUsed, null), Told(await grid.Handover(code).Take(Till, null)));
        Assert.Equal(CartStatus.Done, (await shopper.Cart.Cart(shopper.Actor)).Status);
    }

    [Fact]
    public async Task Take_WhenTheDeviceOwnsTheCartAnyway_ChangesNothing()
    {
        await using var grid = await CartGrid.StartAsync();
        var shopper = await OpenAsync(grid);
        var code = (await OfferAsync(shopper)).Code!;

        Assert.Equal(CartStatus.Exists, (await grid.Handover(code).Take(shopper.Actor.Token!.Value, null)).Status);

        Assert.Equal(CartStatus.Done, (await grid.Handover(code).Take(Till, null)).Status);
        await grid.PassAsync(TimeSpan.FromSeconds(Limits.HandoverGrantSeconds));
        Assert.Equal(CartStatus.Done, (await shopper.Cart.Cart(shopper.Actor)).Status);
    }

    [Theory]
    [InlineData("0o1iL-abc de", "00111ABCDE")]
    [InlineData("0123456789", "0123456789")]
    [InlineData("012345678", null)]
    [InlineData("01234567890", null)]
    [InlineData("012345678U", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Normalize_WhenTyped_KnowsTheCode(string? typed, string? code) => Assert.Equal(code, HandoverCode.Normalize(typed));

    private static (CartStatus, CartView?) Told(CartReply reply) => (reply.Status, reply.Cart);

    private static Task<HandoverReply> OfferAsync(Shopper shopper) => shopper.Cart.OfferHandover(new(shopper.Actor, new("handover")));

    private static async Task<Shopper> OpenAsync(CartGrid grid)
    {
        await grid.SellAsync("mug", 5);
        var shopper = new Shopper(grid, "cart", Shopper.Anonymous("device"));
        await shopper.OpenAsync();
        await shopper.AddAsync("line", "mug", 2, isHeld: true);
        return shopper;
    }
}
