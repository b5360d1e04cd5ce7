using Omnichannel.Carts;
using Omnichannel.Customers;
using Omnichannel.Inventory;
using Omnichannel.Pricing;

namespace Omnichannel.Simulation;

/// <summary>A cart becomes somebody's while it gets its first note, or while they are erased: whoever asks them does so before it is decided, and others go on meanwhile.</summary>
public sealed partial class ErasureRegressionTests
{
    // It had no note when that was looked for, so nobody told Ann of it; and whoever wrote one had seen that it was nobody's.
    [Fact]
    public void Attach_WhileTheFirstNoteIsWritten_LeavesNoCartThatAnErasureDoesNotFind() => AtEachStep(AttachAsync, attached =>
    {
        var note = new WriteNote(new(new("n-1"), _device with { Customer = _ann.Customer }), null, "ring twice");
        var written = Start(Second, grains => Cart(grains, "cart-1").WriteNote(note));
        Finish(attached, written);
        Assert.Equal((CartStatus.Done, CartStatus.Done), (attached.Result.Status, written.Result.Status));

        Assert.Equal(CustomerStatus.Done, _grid.Ask(First, static grains => Customer(grains, "ann").Erase(new(new("e-1")))).Status);

        Assert.Equal(CartStatus.OwnerErased, Read("cart-1", _ann));
    });

    // The other way round: the note waits, and the cart becomes Ann's.
    [Fact]
    public void WriteNote_WhileTheCartIsAttached_LeavesNoCartThatAnErasureDoesNotFind() => AtEachStep(
        grains => Cart(grains, "cart-1").WriteNote(new(new(new("n-1"), _device with { Customer = _ann.Customer }), null, "ring twice")),
        written =>
        {
            var attached = Start(Second, AttachAsync);
            Finish(attached, written);
            Assert.Equal((CartStatus.Done, CartStatus.Done), (attached.Result.Status, written.Result.Status));

            Assert.Equal(CustomerStatus.Done, _grid.Ask(First, static grains => Customer(grains, "ann").Erase(new(new("e-1")))).Status);

            Assert.Equal(CartStatus.OwnerErased, Read("cart-1", _ann));
        });

    // Ann was told of it, and it was nobody's when she was erased: it became hers all the same.
    [Fact]
    public void Attach_WhileTheCustomerIsErased_LeavesNoCartOfTheirs() => AtEachStep(AttachAsync, isNoted: true, then: attached =>
    {
        var erased = Start(Second, static grains => Customer(grains, "ann").Erase(new(new("e-1"))));
        _grid.RunUntil(() => erased.IsCompleted);
        Finish(attached, erased);
        _grid.Pass(TimeSpan.FromSeconds(Limits.CoordinatorRetrySeconds + 1));

        // What this process still believes is not what is in the journal.
        First.Crash();
        First.Start();
        Assert.Equal(CustomerStatus.Done, erased.Result.Status);
        Assert.Equal(CartStatus.OwnerErased, attached.Result.Status == CartStatus.Done ? Read("cart-1", _ann) : attached.Result.Status);
    });

    // Ann had never been told of her cart, which had no notes, so it outlived her: notes of another one came into it, and nobody would ever have ended them.
    [Fact]
    public void Merge_IntoTheCartOfSomebodyWhoIsErased_BringsNoNotes()
    {
        Register("ann");
        Open("cart-1", _device);
        Assert.Equal(CartStatus.Done, _grid.Ask(First, AttachAsync).Status);
        Assert.Equal(CustomerStatus.Done, _grid.Ask(First, static grains => Customer(grains, "ann").Erase(new(new("e-1")))).Status);
        OpenWithNotedLine("cart-2");

        Assert.Equal(CartStatus.OwnerErased, MergeIntoAnns("cart-2"));

        _grid.Pass(TimeSpan.FromSeconds(Limits.CoordinatorRetrySeconds + 1));
        var kept = _grid.Ask(First, static grains => Cart(grains, "cart-2").Cart(_device)).Cart!;
        Assert.Equal((CartState.Open, "for Ann"), (kept.State, Assert.Single(kept.Lines).Note));
    }

    // One process stops after the first, second, third piece of its work, and goes on when the other one has done something.
    private void AtEachStep(Func<IGrainFactory, Task<CartReply>> call, Action<Task<CartReply>> then, bool isNoted = false)
    {
        var isOver = false;
        for (var steps = 1; !isOver; steps++)
        {
            _grid = new(nodesCount: 2);
            Register("ann");
            Open("cart-1", _device);
            if (isNoted) Write("cart-1", _device);
            var (before, count) = (_grid.Scheduler.Steps, steps);
            var called = Start(First, call);
            _grid.RunUntil(() => called.IsCompleted || _grid.Scheduler.Steps - before >= count);
            isOver = called.IsCompleted;
            First.Pause();
            then(called);
        }
    }

    // The one that waits for the other is not kept from it: both go on after a while.
    private void Finish(Task first, Task second)
    {
        _grid.Pass(TimeSpan.FromSeconds(0.1));
        First.Resume();
        _grid.RunUntil(() => first.IsCompleted && second.IsCompleted);
    }

    private Task<T> Start<T>(Nodes.SimNode node, Func<IGrainFactory, Task<T>> call) => _grid.Start(node, call);

    private static Task<CartReply> AttachAsync(IGrainFactory grains) => Cart(grains, "cart-1").Attach(new(new(new("t-1"), _device), CustomerId.Create("ann")));

    private void OpenWithNotedLine(string cart)
    {
        _grid.Ask(First, static grains => grains.GetGrain<IStockGrain>("MUG/main").Move(new(new("delivery"), MovementType.Receive, 10)));
        _grid.Ask(First, static grains => grains.GetGrain<IPriceGrain>("MUG").SetBase(new(new("price"), new("EUR"), 1_000)));
        Open(cart, _device);
        var line = new AddLine(
            new(new("a-1"), _device), CartLineId.Create("line-1"), Sku.Create("MUG"), 1, new(FulfilmentKind.Ship, Location.Create("main")), null, "for Ann");
        Assert.Equal(CartStatus.Done, _grid.Ask(First, grains => Cart(grains, cart).Add(line)).Status);
    }

    private CartStatus MergeIntoAnns(string source)
    {
        var merge = new MergeCart(_ann, CartMergeId.Create("m-1"), CartId.Create(source), _device, CartMergeStrategy.Sum);
        return _grid.Ask(First, grains => Cart(grains, "cart-1").Merge(merge)).Status;
    }
}
