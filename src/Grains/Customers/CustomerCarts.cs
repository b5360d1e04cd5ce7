using Omnichannel.Carts;
using Omnichannel.Ids;

namespace Omnichannel.Customers;

/// <summary>What a customer knows of their carts, and how one that came to a merged id follows it.</summary>
public sealed partial class CustomerGrain
{
    public async Task<OpenCartReply> AdoptCart(AdoptCart command)
    {
        var (reply, merge) = await Certain(
            () => Execute(command, VisitDecider.Decide, static (customer, command, status) => (Reply: OpenCartReply(customer, command, status), customer.Lock)),
            static told => told.Reply.Status);
        if (reply.Status != CustomerStatus.Merged) return reply;

        // A cart that came to this id after the merge had looked at its carts: it follows, before anybody is told that it is adopted.
        var follow = CommandId.ForStep(Kind, _id.Value, merge!.Id.Value);
        var followed = await GrainFactory.GetGrain<ICartGrain>(command.CartId.Value).Reassign(new(new(follow, CartActor.Of(_id)), merge.Survivor, merge.Id));
        if (followed.Status is CartStatus.Busy or CartStatus.Merging or CartStatus.MergeUndone) return new(CustomerStatus.MergeUnderWay, null);
        return await At(merge.Survivor).AdoptCart(command);
    }

    public async Task<CustomerStatus> KeepCart(KeepCart command)
    {
        await CatchUp();
        var (status, survivor) = await Execute(command, VisitDecider.Decide, static (customer, _, status) => (status, customer.MergedInto));
        return status == CustomerStatus.Merged ? await At(survivor!.Value).KeepCart(command) : status;
    }

    public Task<OpenCartReply> DropCart(DropCart command) =>
        Ask(command, VisitDecider.Decide, OpenCartReply, (survivor, command) => survivor.DropCart(command with { Through = _id }));

    // I66: nothing is passed on, and no cart given away, for a merge of which this owner has only not heard that it is over.
    private async Task<TReply> Certain<TReply>(Func<Task<TReply>> ask, Func<TReply, CustomerStatus> statusOf)
    {
        var told = await ask();
        if (statusOf(told) != CustomerStatus.Merged) return told;
        await CatchUp();
        return await ask();
    }
}
